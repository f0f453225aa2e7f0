import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** A statement that allowed an action to a role. */
export interface Use {
  readonly role: string;
  readonly policy: string;
  readonly statement: string;
  readonly action: string;
}

/** A call that a role was refused. */
export interface Denial {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** AWS's words. */
  readonly says: string;
  /** What to do about it. */
  readonly remedy: string;
}

type Entry = { readonly use: Use } | { readonly denial: Denial };

/** What was allowed to roles and refused to them, in a file that several processes write to, one after the other. */
export class Ledger {
  readonly #file: string;
  /** What this process has written. */
  readonly #written = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  use(use: Use): void {
    this.#write({ use });
  }

  deny(denial: Denial): void {
    this.#write({ denial });
  }

  uses(): readonly Use[] {
    return this.#entries().flatMap((entry) => ("use" in entry ? [entry.use] : []));
  }

  denials(): readonly Denial[] {
    return this.#entries().flatMap((entry) => ("denial" in entry ? [entry.denial] : []));
  }

  #write(entry: Entry): void {
    const line = `${JSON.stringify(entry)}\n`;
    if (this.#written.has(line)) return;
    this.#written.add(line);
    appendFileSync(this.#file, line, { mode: 0o600 });
  }

  /** Each one once, in order. */
  #entries(): readonly Entry[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8").split("\n");
    return [...new Set(lines)].filter((line) => line !== "").map((line) => JSON.parse(line) as Entry);
  }
}
