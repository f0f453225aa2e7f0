import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { UserError } from "../../engine/user-error";
import { failureOf } from "./registry-failure";

export interface RegistryProgramArgs {
  /** The program's file: crane's, or regctl's. */
  readonly program: string;
  /** Passwords by registry, as base64 of `user:password`. */
  readonly logins: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  /** Milliseconds before the second try; each further one waits twice as long. @default 2000 */
  readonly firstWaitMs?: number | undefined;
}

/** How often something is tried before a registry counts as down: half a minute in all. */
const ATTEMPTS = 5;

/** A registry has no such image. */
export class AbsentError extends Error {}

/** A program that reaches registries: what a bad network does is tried again, and said. */
export class RegistryProgram {
  /** Of passwords, for this program and Docker alone: those of the user stay as they are. */
  readonly configFolder = mkdtempSync(join(tmpdir(), "thoughts-registries-"));

  constructor(private readonly args: RegistryProgramArgs) {
    const auths = Object.fromEntries(Object.entries(args.logins).map(([host, auth]) => [host, { auth }]));
    writeFileSync(join(this.configFolder, "config.json"), JSON.stringify({ auths }), { mode: 0o600 });
  }

  /** Forgets the passwords. */
  close(): void {
    rmSync(this.configFolder, { recursive: true, force: true });
  }

  /**
   * @param what is tried, for people
   * @param input what it reads. @default - nothing
   * @returns what it printed
   * @throws {AbsentError} where the registry has no such image
   * @throws {UserError} for rights, and for what does not pass
   */
  async run(what: string, args: readonly string[], input = ""): Promise<string> {
    const { say, firstWaitMs = 2_000 } = this.args;
    for (let attempt = 1; ; attempt += 1) {
      const { code, stdout, stderr } = await this.#once(args, input);
      if (code === 0) {
        return stdout.trim();
      }
      const why = lastLine(stderr);
      this.#demandPassing(what, why);
      if (attempt === ATTEMPTS) {
        throw new UserError(
          `${what}: no answer that can be used in ${ATTEMPTS} tries; run this again later. What is there already is not sent again.\nIt was: ${why}`,
        );
      }
      say(`${what}: try ${attempt} of ${ATTEMPTS} failed (${shortened(why)}); trying again`);
      await sleep(firstWaitMs * 2 ** (attempt - 1));
    }
  }

  /** The same of one image. @returns undefined where the registry has none such */
  async runIfThere(image: string, args: readonly string[]): Promise<string | undefined> {
    try {
      return await this.run(image, args);
    } catch (error) {
      if (error instanceof AbsentError) {
        return undefined;
      }
      throw error;
    }
  }

  /** A copy of one image to another place. @throws {UserError} also where one of the two is not there */
  async copy(from: string, to: string, args: readonly string[]): Promise<void> {
    try {
      await this.run(`${from} to ${to}`, args);
    } catch (error) {
      throw error instanceof AbsentError
        ? new UserError(`${from} to ${to}: one of the two is not there; look at both.\nIt was: ${error.message}`)
        : error;
    }
  }

  async #once(args: readonly string[], input: string): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = {
      ...process.env,
      DOCKER_CONFIG: this.configFolder,
      REGCTL_CONFIG: join(this.configFolder, "regctl.json"),
    };
    const child = spawn(this.args.program, args, { env, stdio: "pipe" });
    const ended = once(child, "close") as Promise<[number | null]>;
    // A program that ends before it has read everything says why by itself.
    child.stdin.on("error", () => undefined).end(input);
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code: code ?? 1, stdout, stderr };
  }

  #demandPassing(what: string, why: string): void {
    const failure = failureOf(why);
    switch (failure) {
      case "passes":
        return;
      case "absent":
        throw new AbsentError(why);
      case "refused":
        throw new UserError(
          `${what}: the registry refuses it, or has no such image. For one in ECR, take the role deploy (docs/iam.md#take-a-role), then run this again.\nIt was: ${why}`,
        );
      case "other":
        throw new UserError(`${what} failed; what is there stays, and the next run goes on from it.\nIt was: ${why}`);
      default:
        return failure satisfies never;
    }
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function shortened(text: string): string {
  return text.length > 120 ? `…${text.slice(-119)}` : text;
}
