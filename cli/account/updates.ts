import { spawnSync } from "node:child_process";

/** What the engine writes down of an update. */
export interface Update {
  readonly kind: string;
  readonly result: string;
  readonly startTime: string;
  readonly message: string;
  /** Of the command line that made it: flags that were given, as `pulumi.flag.<name>`, and the commit, as `git.head`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Enough to find the last deployment that went through: each may have a run for each service, and a way back. */
const PAGE_SIZE = 30;

/** A backend that can't be reached is given this time. */
const TIMEOUT_MS = 60_000;

/**
 * The latest updates of a stack, the newest first, as plain Pulumi tells them.
 * @param folder of the project
 * @returns undefined where there is no stack yet, or nobody is logged in to where it is
 */
export function updatesOf(folder: string, stack: string, variables: NodeJS.ProcessEnv): readonly Update[] | undefined {
  const page = ["--json", "--page", "1", "--page-size", String(PAGE_SIZE), "--non-interactive"];
  const { status, stdout } = spawnSync("pulumi", ["stack", "history", "--stack", stack, ...page], {
    cwd: folder,
    env: variables,
    encoding: "utf8",
    timeout: TIMEOUT_MS,
  });
  return status === 0 ? (JSON.parse(stdout) as readonly Update[]) : undefined;
}
