import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../process/file";

/**
 * A mark in a workspace's folder, from before a run changes anything until one has succeeded. A run that was interrupted may
 * have changed objects of which the state has the old content and no pending operation: the Kubernetes plugin, told to end
 * while it waits for an object, reports the whole change as failed.
 */
export class Unsettled {
  readonly #file: string;

  constructor(folder: string, stack: string) {
    this.#file = join(folder, `unsettled.${stack}`);
  }

  get isSet(): boolean {
    return existsSync(this.#file);
  }

  set(): void {
    writeWhole(this.#file, "");
  }

  clear(): void {
    rmSync(this.#file, { force: true });
  }
}
