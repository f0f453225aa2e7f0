import { spawnSync } from "node:child_process";
import type { Problem } from "../../components/base/problems";
import { previewCommand } from "../up-command";

/** What the engine writes down of an update. */
interface Update {
  readonly version: number;
  readonly kind: string;
  readonly startTime: string;
  /** The command line's flags that were given, as `pulumi.flag.<name>`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A backend that can't be reached is given this time. */
const TIMEOUT_MS = 60_000;

/**
 * Plain Pulumi checks policies only where its command line names them, and says nothing where it does not. The stack's own
 * history says how its last `up` was made.
 * @param folder of the project
 * @param variables @default - this process's own
 * @returns nothing where there is no stack yet, or nobody is logged in to where it is
 */
export function policyProblems(folder: string, stack: string, variables = process.env): readonly Problem[] {
  const args = [
    "stack",
    "history",
    "--stack",
    stack,
    "--json",
    "--page",
    "1",
    "--page-size",
    "10",
    "--non-interactive",
  ];
  const { status, stdout } = spawnSync("pulumi", args, {
    cwd: folder,
    env: variables,
    encoding: "utf8",
    timeout: TIMEOUT_MS,
  });
  if (status !== 0) {
    return [];
  }
  const last = (JSON.parse(stdout) as readonly Update[]).find(({ kind }) => kind === "update");
  if (last === undefined || "pulumi.flag.policy-pack" in last.environment) {
    return [];
  }
  const message =
    `the last up, of ${last.startTime}, ran without policies: what they refuse may be there. See it, then bring it up ` +
    `with them: ${previewCommand(stack)}.`;
  return [{ path: "policies", message }];
}
