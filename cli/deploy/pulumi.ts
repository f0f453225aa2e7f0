import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { UserError } from "../../engine/user-error";
import { type Update, updatesOf } from "../account/updates";
import { interruptible, sayInterrupted } from "../interruption";

export interface PulumiStackArgs {
  /** Of the project, with the policies in `policies`. */
  readonly folder: string;
  readonly stack: string;
  /** Variables of the program, with `PULUMI_BACKEND_URL`. */
  readonly variables: NodeJS.ProcessEnv;
  /** The folder of the policies, within that of the project. @default "policies" */
  readonly policies?: string;
}

/** A stack, as plain Pulumi on PATH changes and shows it. */
export class PulumiStack {
  readonly #args: PulumiStackArgs;

  constructor(args: PulumiStackArgs) {
    this.#args = args;
  }

  /** The newest first. @returns undefined where there is no such stack, or its backend is not reached */
  updates(): readonly Update[] | undefined {
    const { folder, stack, variables } = this.#args;
    return updatesOf(folder, stack, variables);
  }

  /**
   * Brings in what the stack's file says, with the policies, and shows what Pulumi shows.
   * @param message how the update is called in the history. @default - Pulumi's own: the commit's subject
   * @throws {UserError} if it does not go through
   */
  async up({ message, yes }: { readonly message?: string | undefined; readonly yes: boolean }): Promise<void> {
    const { folder, stack, variables, policies = "policies" } = this.#args;
    const args = [
      ...["up", "--stack", stack, "--policy-pack", policies],
      ...(yes ? ["--yes", "--non-interactive"] : []),
      ...(message === undefined ? [] : ["--message", message]),
    ];
    const child = spawn("pulumi", args, { cwd: folder, env: variables, stdio: "inherit" });
    child.on("error", () => undefined);
    const ended = once(child, "close").catch((error: unknown) => [error]) as Promise<[unknown]>;
    const [code] = await interruptible(
      async () => {
        // A terminal interrupts both; Pulumi that is interrupted twice leaves its lock behind.
        if (!process.stdin.isTTY) {
          child.kill("SIGINT");
        }
        await ended;
        sayInterrupted(`: pulumi has ended; what it changed stays, and the next run goes on from there.`);
      },
      () => ended,
    );
    if (code !== 0) {
      const why = typeof code === "number" ? "see above" : "there is no program pulumi on PATH (docs/first-up.md)";
      throw new UserError(
        `pulumi up of ${stack} did not go through: ${why}. What was changed stays; run it again when that is mended.`,
      );
    }
  }

  /** A text among the stack's outputs. @throws {UserError} if there is none of that name */
  output(name: string): string {
    const { folder, stack, variables } = this.#args;
    try {
      const args = ["stack", "output", name, "--stack", stack, "--non-interactive"];
      return execFileSync("pulumi", args, { cwd: folder, env: variables, encoding: "utf8", stdio: "pipe" }).trim();
    } catch (error) {
      const { stderr = "" } = error as { readonly stderr?: string };
      throw new UserError(`stack ${stack} has no output ${name}: ${stderr.trim()}`);
    }
  }
}
