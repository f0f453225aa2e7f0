import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeLauncher } from "../../engine/pulumi/plugins";
import type { Cloud } from "../providers/aws/cloud";
import { Authenticator } from "../providers/eks/authenticator";

const PROVIDERS = join(__dirname, "..", "providers");

/** A file of objects that a cluster has to have: what each access policy allows. */
export const ACCESS_POLICIES = join(PROVIDERS, "eks", "access-policies.yaml");

/** How callers of AWS come to be users of a rehearsal's cluster: its API server asks who they are, as one of EKS does. */
export class ClusterAccess {
  readonly #folder: string;
  readonly #authenticator: Authenticator;
  readonly #secret = randomBytes(32).toString("hex");

  /** @param folder for all of it; made by {@link start} */
  constructor(folder: string, cloud: Cloud) {
    this.#folder = folder;
    this.#authenticator = new Authenticator({ cloud, secret: this.#secret });
  }

  /**
   * What an API server has to be told. It asks again for a token that it did not know: access is given while a program runs.
   * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication
   */
  get apiServerArgs(): readonly string[] {
    return [
      `--authentication-token-webhook-config-file=${this.#config}`,
      "--authentication-token-webhook-version=v1",
      "--authentication-token-webhook-cache-ttl=0s",
    ];
  }

  get #config(): string {
    return join(this.#folder, "authenticator.json");
  }

  /** The folder that AWS's command line is in. */
  get programs(): string {
    return join(this.#folder, "bin");
  }

  /** Before the API server is. */
  async start(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(this.#config, await this.#authenticator.start());
    writeLauncher(join(this.programs, "aws"), {
      name: "aws-cli",
      main: join(PROVIDERS, "aws-cli", "main.ts"),
      variables: {},
    });
  }

  /** What AWS's command line has to know of its caller. @param role its ARN */
  variables(role: string): Readonly<Record<string, string>> {
    return { EKS_STAND_IN_ROLE: role, EKS_STAND_IN_SECRET: this.#secret };
  }

  stop(): void {
    this.#authenticator.stop();
  }
}
