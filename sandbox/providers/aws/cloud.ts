import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeWhole, writeWhole } from "../../../engine/process/file";
import type { JsonObject } from "../wire/json";

/** Something that exists in an account. */
export interface Thing {
  readonly type: string;
  /** What may be there once only. */
  readonly key: string;
  readonly id: string;
  readonly seed: string;
  /** ISO 8601. */
  readonly created: string;
  /** How often it was made or changed: 1 for a new thing. */
  readonly revision: number;
  /** What it was made from, or changed to; secrets are in the clear. */
  readonly inputs: JsonObject;
}

/** What takes the place of an account: a folder with a file for each thing. Several processes may use it at once. */
export class Cloud {
  readonly #folder: string;
  /** By its file: what was read last, and of which state of the file. */
  readonly #read = new Map<string, { readonly state: string; readonly thing: Thing }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  all(): readonly Thing[] {
    const folder = join(this.#folder, "things");
    // What another process is writing is beside them, under another ending.
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
    return files.flatMap((file) => this.#thingIn(join(folder, file)) ?? []);
  }

  /** @returns whether it was not there yet */
  add(thing: Thing): boolean {
    return makeNew(this.#file(thing), JSON.stringify(thing, null, 2));
  }

  change(thing: Thing): void {
    writeWhole(this.#file(thing), JSON.stringify(thing, null, 2));
  }

  remove(thing: Thing): void {
    rmSync(this.#file(thing), { force: true });
  }

  /**
   * What stays of something that is deleted: it is no part of any program.
   * @returns whether there was none of that name yet
   */
  leave(name: string): boolean {
    const file = join(this.#folder, "left", createHash("sha256").update(name).digest("hex").slice(0, 16));
    return makeNew(file, name);
  }

  /**
   * Something that no program made, but an account has, or must have: written down, for people to read what was not
   * rehearsed.
   * @param says for people
   * @returns random digits that stay the same for it
   */
  assume(says: string): string {
    const file = join(this.#folder, "assumed", `${createHash("sha256").update(says).digest("hex").slice(0, 16)}.json`);
    const content = JSON.stringify({ says, digits: randomBytes(16).toString("hex") });
    makeWhole(file, (fresh) => writeFileSync(fresh, content, { mode: 0o600 }));
    return (JSON.parse(readFileSync(file, "utf8")) as { digits: string }).digits;
  }

  /** What was assumed, for people. */
  assumed(): readonly string[] {
    const folder = join(this.#folder, "assumed");
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.map((file) => (JSON.parse(readFileSync(join(folder, file), "utf8")) as { says: string }).says).sort();
  }

  /**
   * Each call asks for all there is, of which hardly anything was changed since.
   * @returns undefined if another process has removed it meanwhile
   */
  #thingIn(file: string): Thing | undefined {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
    const state = stats && `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
    const last = this.#read.get(file);
    const thing = last !== undefined && last.state === state ? last.thing : read(file);
    if (state !== undefined && thing !== undefined) {
      this.#read.set(file, { state, thing });
    }
    return thing;
  }

  #file({ type, key }: Pick<Thing, "type" | "key">): string {
    const [, , kind = ""] = type.split(":");
    return join(
      this.#folder,
      "things",
      `${kind}-${createHash("sha256").update(`${type} ${key}`).digest("hex").slice(0, 16)}.json`,
    );
  }
}

/** @returns whether there was no such file yet; of several processes, one makes it */
function makeNew(file: string, text: string): boolean {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** @returns undefined if another process has removed it meanwhile */
function read(file: string): Thing | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Thing;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
