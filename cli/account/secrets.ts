import {
  CreateSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type ErrorTracker, trackerSecretsOf } from "../../components/observability/error-tracker";
import { type Receiver, rolesOf, secretsOf } from "../../components/observability/receivers";
import { UserError } from "../../engine/user-error";
import { secretPrefix, stateKeyAlias } from "../../infra/account/names";
import { tagsOf } from "../../infra/account/tags";
import { askedAws, clientSettings } from "./client";
import type { AccountEnvironment } from "./environment";

/** A secret that the settings of an environment name. */
export interface NamedSecret {
  /** In Secrets Manager: `thoughts/staging/slack-webhook`. */
  readonly name: string;
  /** What it is for: `warning`, `critical`, `errorTracker`. */
  readonly usedBy: readonly string[];
  readonly kind: Receiver["kind"] | ErrorTracker["kind"];
}

/** Whether a secret can be read, as far as Secrets Manager tells without its value. */
export type SecretState =
  | { readonly kind: "there"; readonly changed?: Date | undefined }
  | { readonly kind: "missing" }
  /** It has no value yet. */
  | { readonly kind: "empty" }
  /** Somebody deleted it; until that day it can be had back, and its name is in use. */
  | { readonly kind: "deleted" };

/** The secrets that an environment's receivers of alerts and its error tracker need, each once. */
export function namedSecrets({ observability }: Pick<AccountEnvironment, "observability">): readonly NamedSecret[] {
  const { receivers, errorTracker } = observability;
  const needed = [
    ...rolesOf(receivers).flatMap(([role, receiver]) =>
      secretsOf(receiver).map((name) => ({ name, kind: receiver.kind, for: role })),
    ),
    ...trackerSecretsOf(errorTracker).map((name) => ({ name, kind: errorTracker.kind, for: "errorTracker" })),
  ];
  const found = new Map<string, NamedSecret>();
  for (const { name, kind, for: user } of needed) {
    found.set(name, { name, kind, usedBy: [...(found.get(name)?.usedBy ?? []), user] });
  }
  return [...found.values()];
}

/** What people type of a secret's name: `slack-webhook`. */
export function shortName(name: string, environment: Pick<AccountEnvironment, "name">): string {
  return name.slice(secretPrefix({ environment: environment.name }).length);
}

/**
 * The secret that a person means.
 * @param given its whole name, or what comes after `thoughts/<environment>/`
 * @throws {UserError} if the settings name no such secret
 */
export function secretNamed(given: string, environment: AccountEnvironment): NamedSecret {
  const all = namedSecrets(environment);
  const secret = all.find(({ name }) => name === given || shortName(name, environment) === given);
  if (secret === undefined) {
    const known = all.map(({ name }) => shortName(name, environment)).join(", ");
    throw new UserError(
      `the settings of ${environment.name} name no secret "${given}"; they name ${known || "none"}. ` +
        `Use one of these, or name it first: observability in stacks/${environment.name}.ts or stacks/production.ts.`,
    );
  }
  return secret;
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MOST_BYTES = 65_536;

/**
 * A value as it was typed or piped, without the line's end.
 * @throws {UserError} saying what is wrong with it, and never what it is
 */
export function secretValue({ name, kind }: NamedSecret, given: string): string {
  const value = given.replace(/\r?\n$/, "");
  const bytes = Buffer.byteLength(value);
  const problems = [
    ...(value.trim() === "" ? ["it is empty; give it on standard input"] : []),
    ...(/[\r\n]/.test(value) ? [`it has ${value.split(/\r?\n/).length} lines; give one`] : []),
    ...(value !== "" && value !== value.trim() ? ["it begins or ends with a space; leave that out"] : []),
    ...(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(value)
      ? ["it has characters that are no text; give text in UTF-8"]
      : []),
    ...(bytes > MOST_BYTES ? [`it has ${bytes} bytes; Secrets Manager takes ${MOST_BYTES} at most`] : []),
    ...(kind === "slack" && value !== "" && !/^https:\/\/\S+$/.test(value)
      ? ["it is no address; Slack's incoming webhook begins with https://"]
      : []),
    ...(kind === "sentry" && value !== "" && !/^[0-9a-f]{32}$/.test(value)
      ? ["it is no public key of a Sentry project; that is 32 hexadecimal digits, in a DSN between // and @"]
      : []),
  ];
  if (problems.length > 0) {
    throw new UserError(`the value for ${name} can't be so; nothing was changed.\n  - ${problems.join("\n  - ")}`);
  }
  return value;
}

/** Of two who set a new secret at once, one makes it. Which value is the right one, AWS cannot know. */
function madeMeanwhile(name: string): UserError {
  return new UserError(
    `somebody else made the secret ${name} just now, with a value of theirs. Nothing was changed: agree on the value, then run ` +
      `this again to change it.`,
  );
}

/** The secrets of an environment, in its account. */
export class AccountSecrets {
  readonly #client: SecretsManagerClient;

  constructor(private readonly environment: AccountEnvironment) {
    this.#client = new SecretsManagerClient(clientSettings(environment.platform.region));
  }

  async stateOf(name: string): Promise<SecretState> {
    const found = await this.#described(name);
    if (found === undefined) {
      return { kind: "missing" };
    }
    if (found.DeletedDate !== undefined) {
      return { kind: "deleted" };
    }
    const stages = Object.values(found.VersionIdsToStages ?? {}).flat();
    return stages.includes("AWSCURRENT") ? { kind: "there", changed: found.LastChangedDate } : { kind: "empty" };
  }

  /**
   * Makes a secret, or gives it another value. It is encrypted with the key of the engine's states: that key is there before
   * the environment is, and of the account's keys it is the one that both roles which run the program may decrypt with.
   * @returns what was done
   */
  async set({ name }: NamedSecret, value: string): Promise<"made" | "changed"> {
    const { kind } = await this.stateOf(name);
    if (kind === "deleted") {
      throw new UserError(
        `somebody deleted the secret ${name}, and its name is in use until AWS removes it. Bring it back first: ` +
          `aws secretsmanager restore-secret --secret-id ${name}. Nothing was changed.`,
      );
    }
    const { name: environment, platform } = this.environment;
    const encrypted = { KmsKeyId: `alias/${stateKeyAlias({ environment })}`, SecretString: value };
    if (kind !== "missing") {
      await askedAws(`changing the secret ${name}`, () =>
        this.#client.send(new UpdateSecretCommand({ SecretId: name, ...encrypted })),
      );
      return "changed";
    }
    const tags = Object.entries(tagsOf(environment, platform.costCentre)).map(([Key, Value]) => ({ Key, Value }));
    await askedAws(`making the secret ${name}`, () =>
      this.#client.send(new CreateSecretCommand({ Name: name, ...encrypted, Tags: tags })),
    ).catch((error: unknown) => {
      throw (error as Error).name === "ResourceExistsException" ? madeMeanwhile(name) : error;
    });
    return "made";
  }

  #described(name: string): Promise<DescribeSecretCommandOutput | undefined> {
    return askedAws(`looking for the secret ${name}`, async () => {
      try {
        return await this.#client.send(new DescribeSecretCommand({ SecretId: name }));
      } catch (error) {
        if ((error as Error).name === "ResourceNotFoundException") {
          return undefined;
        }
        throw error;
      }
    });
  }
}
