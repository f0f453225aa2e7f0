import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Password } from "../components/base/generated";
import { SecretBundle } from "../components/workload/configuration";
import type { Foundation } from "./foundation";
import { inNamespace } from "./namespace";
import { SYSTEM } from "./system";

/** Keys of the Secret `thoughts-secrets`; those that sign tokens are apart (docs/decisions/0014-token-keys.md). */
export type CredentialKey = "postgres-password";
export type Credentials = SecretBundle<CredentialKey>;

/** The password of the databases. */
export function createCredentials(
  foundation: Foundation,
  namespace: k8s.core.v1.Namespace,
  secretNameKey: pulumi.Output<string>,
): Credentials {
  return new SecretBundle<CredentialKey>(
    "thoughts-secrets",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      hashKey: secretNameKey,
      data: { "postgres-password": new Password("postgres-password", {}, {}).value },
    },
    inNamespace({ foundation, namespace }),
  );
}
