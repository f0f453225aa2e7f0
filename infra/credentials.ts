import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { KeyPair, Password } from "../components/base/generated";
import { SecretBundle } from "../components/workload/configuration";
import { inNamespace } from "./namespace";
import { SYSTEM } from "./system";
import type { Foundation } from "./foundation";

/** Keys of the Secret `thoughts-secrets` (seed-facts section 1.2). */
export type CredentialKey = "postgres-password" | "private_key.pem" | "public_key.pub";
export type Credentials = SecretBundle<CredentialKey>;

/** The database password, and the key pair that users-backend signs tokens with and the others check them by. */
export function createCredentials(
  foundation: Foundation,
  namespace: k8s.core.v1.Namespace,
  secretNameKey: pulumi.Output<string>,
): Credentials {
  const keys = new KeyPair("token-keys", {}, {});
  return new SecretBundle<CredentialKey>(
    "thoughts-secrets",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      hashKey: secretNameKey,
      data: {
        "postgres-password": new Password("postgres-password", {}, {}).value,
        "private_key.pem": keys.privateKey,
        "public_key.pub": keys.publicKey,
      },
    },
    inNamespace({ foundation, namespace }),
  );
}
