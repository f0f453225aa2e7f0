import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "../../engine/process/free-ports";
import { pythonWithPackages } from "../python/packages";

/** The account that it has by default. */
export const MOTO_ACCOUNT = "123456789012";

/** Where AWS's SDK asks, and as whom. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * AWS's APIs, imitated by others: an AWS SDK that is given its variables asks it instead of AWS. Nothing is real in it, but
 * names, inputs and answers are as AWS's reference has them.
 * @see https://docs.getmoto.org/en/latest/docs/server_mode.html
 */
export class Moto {
  private constructor(
    private readonly server: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts one that is empty, on a free port of the loopback interface. */
  static async start(): Promise<Moto> {
    const [port = 0] = await freePorts(1);
    const args = ["-m", "moto.server", "--host", "127.0.0.1", "--port", String(port)];
    // Policies that AWS manages are in it only if it is asked for them.
    const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" };
    const server = spawn(pythonWithPackages(), args, { stdio: ["ignore", "pipe", "pipe"], env });
    let said = "";
    server.stderr.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
    server.stdout.resume();
    const moto = new Moto(server, `http://127.0.0.1:${port}`);
    for (let attempt = 0; attempt < 600 && server.exitCode === null; attempt += 1) {
      if (await moto.#answers()) {
        return moto;
      }
      await sleep(100);
    }
    await moto.stop();
    throw new Error(`moto does not answer at ${moto.url}:\n${said}`);
  }

  /** What a process needs to ask this one, as an administrator of its account. */
  get variables(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_REGION: "us-west-2",
      // Neither the user's own profiles nor the network of a machine on AWS.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** The same for a client of the SDK in this process. */
  get client(): ClientSettings {
    return {
      region: "us-west-2",
      endpoint: this.url,
      credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    };
  }

  /** Forgets everything, and lets everybody do everything. */
  async reset(): Promise<void> {
    await this.#tell("reset");
    await this.#tell("reset-auth", "inf");
  }

  /**
   * From now on who asks is known by a key that IAM has made, and has the rights that IAM gives.
   * @see https://docs.getmoto.org/en/latest/docs/iam.html
   */
  async demandRights(): Promise<void> {
    await this.#tell("reset-auth", "0");
  }

  async stop(): Promise<void> {
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const ended = once(this.server, "exit");
      this.server.kill("SIGTERM");
      await ended;
    }
  }

  async #tell(what: string, body = ""): Promise<void> {
    const { ok, status } = await fetch(`${this.url}/moto-api/${what}`, { method: "POST", body });
    if (!ok) {
      throw new Error(`moto answers ${what} with ${status}.`);
    }
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/moto-api/`)).ok;
    } catch {
      return false;
    }
  }
}
