import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Tool } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";

export interface RegistryClientArgs {
  /** crane. */
  readonly tool: Pick<Tool, "folder">;
  /** Passwords by registry, as base64 of `user:password`. */
  readonly logins: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  /** Milliseconds before the second try; each further one waits twice as long. @default 2000 */
  readonly firstWaitMs?: number;
}

/** How often something is tried before a registry counts as down: half a minute in all. */
const ATTEMPTS = 5;

/** What passes by itself: too many requests, a failing or overloaded server, a connection that is cut or not made. */
const PASSES =
  /TOOMANYREQUESTS|too many requests|\b(429|500|502|503|504)\b|connection reset|connection refused|broken pipe|i\/o timeout|deadline exceeded|TLS handshake timeout|no such host|server misbehaving|network is unreachable|unexpected EOF|\bEOF\b|stream error|http2:/i;
const ABSENT = /MANIFEST_UNKNOWN|NAME_UNKNOWN|\b404\b/;
const REFUSED = /UNAUTHORIZED|DENIED|\b(401|403)\b/;

interface CraneError extends Error {
  readonly stderr?: string;
}

/** Registries, as crane reaches them: what a bad network does is tried again, and said. */
export class RegistryClient {
  /** Of passwords, for crane and Docker alone: those of the user stay as they are. */
  readonly configFolder = mkdtempSync(join(tmpdir(), "thoughts-registries-"));

  constructor(private readonly args: RegistryClientArgs) {
    const auths = Object.fromEntries(Object.entries(args.logins).map(([host, auth]) => [host, { auth }]));
    writeFileSync(join(this.configFolder, "config.json"), JSON.stringify({ auths }), { mode: 0o600 });
  }

  /** Forgets the passwords. */
  close(): void {
    rmSync(this.configFolder, { recursive: true, force: true });
  }

  /** The digest of an image. @returns undefined if it is not there */
  async digestOf(image: string): Promise<string | undefined> {
    try {
      return await this.#crane(image, "digest", image);
    } catch (error) {
      if (ABSENT.test((error as CraneError).stderr ?? "")) {
        return undefined;
      }
      throw error;
    }
  }

  /** Copies the very content; what of it is there already is not sent again. A tag that is there is never moved. */
  async copy(from: string, to: string): Promise<void> {
    try {
      await this.#crane(`${from} to ${to}`, "copy", "--no-clobber", from, to);
    } catch (error) {
      const said = (error as CraneError).stderr ?? "";
      throw ABSENT.test(said)
        ? new UserError(`${from} to ${to}: one of the two is not there; look at both.\nIt was: ${lastLine(said)}`)
        : error;
    }
  }

  /** @param what is tried, for people */
  async #crane(what: string, ...args: readonly string[]): Promise<string> {
    const { tool, say, firstWaitMs = 2_000 } = this.args;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const env = { ...process.env, DOCKER_CONFIG: this.configFolder };
        const { stdout } = await promisify(execFile)(join(tool.folder, "crane"), [...args], { env });
        return stdout.trim();
      } catch (error) {
        const why = lastLine((error as CraneError).stderr ?? (error as Error).message);
        if (ABSENT.test(why)) {
          throw error;
        }
        if (REFUSED.test(why)) {
          throw new UserError(
            `${what}: the registry refuses it, or has no such image. For one in ECR, take the role deploy (docs/iam.md#take-a-role), then run this again.\nIt was: ${why}`,
          );
        }
        if (!PASSES.test(why)) {
          throw new UserError(`${what} failed; what is there stays, and the next run goes on from it.\nIt was: ${why}`);
        }
        if (attempt === ATTEMPTS) {
          throw new UserError(
            `${what}: no answer that can be used in ${ATTEMPTS} tries; run this again later. What is there already is not sent again.\nIt was: ${why}`,
          );
        }
        say(`${what}: try ${attempt} of ${ATTEMPTS} failed (${shortened(why)}); trying again`);
        await sleep(firstWaitMs * 2 ** (attempt - 1));
      }
    }
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function shortened(text: string): string {
  return text.length > 120 ? `…${text.slice(-119)}` : text;
}
