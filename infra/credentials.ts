import type * as pulumi from "@pulumi/pulumi";
import { Password } from "../components/base/generated";
import { Sequence } from "../components/base/sequence";
import { SecretBundle } from "../components/workload/configuration";
import type { Surroundings } from "./surroundings";
import { namedByContent } from "./delivery/delivery";
import type { Environment } from "./environment";
import { SYSTEM } from "./system";

/** Keys of the Secret `thoughts-secrets`; those that sign tokens are apart (docs/decisions/0014-token-keys.md). */
export type CredentialKey = "postgres-password";
export type Credentials = SecretBundle<CredentialKey>;

/** The password of the databases. */
export function createCredentials(surroundings: Surroundings): Credentials {
  const { environment, namespace, secretNameKey } = surroundings;
  return new SecretBundle<CredentialKey>(
    "thoughts-secrets",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      hashKey: secretNameKey,
      data: { "postgres-password": passwordOf(environment) },
    },
    namedByContent(surroundings),
  );
}

/**
 * Where databases are servers in RDS, it can be changed: by one generation at a time, because there are two users in turn, and
 * the pods that run have the password of one.
 */
function passwordOf({ platform: { database } }: Environment): pulumi.Output<string> {
  if (database.kind !== "rds") {
    return new Password("postgres-password", {}, {}).value;
  }
  const { passwordGeneration } = database;
  const what = "the password of the databases";
  const step = new Sequence("postgres-password-step", { what, position: passwordGeneration }, {});
  return new Password("postgres-password", { generation: passwordGeneration }, { dependsOn: step }).value;
}
