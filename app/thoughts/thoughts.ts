import type { Pool } from "pg";

export interface Thought {
  readonly id: number;
  readonly username: string;
  readonly text: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

/** The longest thought, in characters. */
export const MAX_LENGTH = 250;

/** The most thoughts of an answer; the newest come first. */
const MAX_COUNT = 100;

const COLUMNS = `id, username, text, "timestamp"`;

/** What people thought. */
export class Thoughts {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async add(username: string, text: string): Promise<Thought> {
    const [thought] = await this.#query(`INSERT INTO thoughts (username, text) VALUES ($1, $2) RETURNING ${COLUMNS}`, [
      username,
      text,
    ]);
    if (thought === undefined) {
      throw new Error("the database answered nothing to an insert.");
    }
    return thought;
  }

  of(username: string): Promise<readonly Thought[]> {
    return this.#query(`SELECT ${COLUMNS} FROM thoughts WHERE username = $1 ORDER BY id DESC LIMIT ${MAX_COUNT}`, [
      username,
    ]);
  }

  /** @param text what they hold, in any case; everything if it is empty */
  search(text: string): Promise<readonly Thought[]> {
    const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
    return this.#query(`SELECT ${COLUMNS} FROM thoughts WHERE text ILIKE $1 ORDER BY id DESC LIMIT ${MAX_COUNT}`, [
      pattern,
    ]);
  }

  async find(id: number): Promise<Thought | undefined> {
    return (await this.#query(`SELECT ${COLUMNS} FROM thoughts WHERE id = $1`, [id]))[0];
  }

  async remove(id: number): Promise<void> {
    await this.#query("DELETE FROM thoughts WHERE id = $1", [id]);
  }

  async #query(sql: string, values: readonly unknown[]): Promise<readonly Thought[]> {
    return (await this.#pool.query<Thought>(sql, [...values])).rows;
  }
}
