import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const CONTROLLERS = "/sys/fs/cgroup";

/** How long the kernel may take to end the processes of a group whose node was killed. */
const ENDING_MS = 20_000;

/** Of this machine's control groups, those that a node's kubelet may use: one in each hierarchy. */
export class ControlGroups {
  /** Their path in a hierarchy, as kubelet is told it. */
  readonly root: string;

  /** @param folder whose groups they are: the name follows from it, so that they are found again */
  constructor(folder: string) {
    this.root = `/thoughts-${createHash("sha256").update(folder).digest("hex").slice(0, 8)}`;
  }

  create(): void {
    for (const group of this.#groups()) {
      mkdirSync(group, { recursive: true });
    }
  }

  /** Waits for processes in them that are about to end. */
  async remove(): Promise<void> {
    const deadline = Date.now() + ENDING_MS;
    for (const group of this.#groups().filter((folder) => existsSync(folder))) {
      await removeGroup(group, deadline);
    }
  }

  #groups(): readonly string[] {
    const separate = readdirSync(CONTROLLERS).filter((entry) => statSync(join(CONTROLLERS, entry)).isDirectory());
    const unified = existsSync(join(CONTROLLERS, "cgroup.controllers"));
    return unified ? [join(CONTROLLERS, this.root)] : separate.map((entry) => join(CONTROLLERS, entry, this.root));
  }
}

/** A control group can only be removed from the inside out, and has files that can't be. */
async function removeGroup(folder: string, deadline: number): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((found) => found.isDirectory())) {
    await removeGroup(join(folder, entry.name), deadline);
  }
  for (;;) {
    try {
      rmdirSync(folder);
      return;
    } catch (error) {
      // What was killed is in its group until the kernel has ended it.
      if ((error as NodeJS.ErrnoException).code !== "EBUSY" || Date.now() > deadline) {
        throw error;
      }
      await sleep(50);
    }
  }
}
