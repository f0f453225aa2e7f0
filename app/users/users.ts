import type { Pool } from "pg";
import { hashPassword, isPassword } from "./passwords";

export interface User {
  readonly id: number;
  readonly username: string;
  readonly creation: string;
}

const UNIQUE_VIOLATION = "23505";

/** Checked when there is no such user, so that the answer takes as long as for one that there is. */
const NOBODY = "scrypt$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/** Who can log in. */
export class Users {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @returns undefined if the name is taken */
  async add(username: string, password: string): Promise<User | undefined> {
    const values = [username, await hashPassword(password)];
    try {
      const { rows } = await this.#pool.query<User>(
        "INSERT INTO users (username, password_hash) VALUES ($1, $2) RETURNING id, username, creation",
        values,
      );
      return rows[0];
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) {
        return undefined;
      }
      throw error;
    }
  }

  async hasPassword(username: string, password: string): Promise<boolean> {
    const { rows } = await this.#pool.query<{ password_hash: string }>(
      "SELECT password_hash FROM users WHERE username = $1",
      [username],
    );
    return isPassword(password, rows[0]?.password_hash ?? NOBODY);
  }
}
