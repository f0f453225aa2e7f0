import type * as pulumi from "@pulumi/pulumi";
import { KeyPair } from "../../components/base/generated";
import { Sequence } from "../../components/base/sequence";
import { SecretBundle } from "../../components/workload/configuration";
import { type Mount, secretFiles } from "../../components/workload/container";
import type { KeyMounts } from "../application";
import type { Surroundings } from "../surroundings";
import { namedByContent } from "../delivery/delivery";
import { recordOf, type ServiceName, SYSTEM } from "../system";
import { SIGNER, type Verifier, VERIFIERS } from "./generations";

const FOLDER = "/opt/keys";

export interface DeployedKeys {
  readonly mounts: KeyMounts;
  /** The step of the rotation that is deployed. */
  readonly step: pulumi.Output<number>;
}

/** Makes the key pairs, and for each service that signs or checks tokens a Secret with those of their halves that it needs. */
export function createTokenKeys(surroundings: Surroundings): DeployedKeys {
  const { kept, signer, accepted, position, notBefore } = surroundings.environment.tokenKeys;
  const step = new Sequence("token-keys-step", { what: "the rotation of the token keys", position, notBefore }, {});
  const pairs = new Map(kept.map((generation) => [generation, new KeyPair(pairName(generation), {}, {})]));
  const pair = (generation: number): KeyPair => {
    const found = pairs.get(generation);
    if (found === undefined) {
      throw new Error(`generation ${generation} is not kept; checkTokenKeys refuses this.`);
    }
    return found;
  };
  const mount = (service: ServiceName, name: string, data: Readonly<Record<string, pulumi.Input<string>>>): Mount => {
    const { namespace, secretNameKey } = surroundings;
    const bundle = new SecretBundle(
      `${service}-keys`,
      { namespace: namespace.metadata.name, partOf: SYSTEM, hashKey: secretNameKey, data },
      { ...namedByContent(surroundings), dependsOn: step },
    );
    return secretFiles(name, FOLDER, bundle, Object.keys(data));
  };
  const verifier = (service: Verifier): Mount =>
    mount(
      service,
      "public-key",
      Object.fromEntries(accepted[service].map((one, index) => [PUBLIC[index] ?? "", pair(one).publicKey])),
    );
  const mounts: KeyMounts = {
    [SIGNER]: mount(SIGNER, "sign-keys", {
      "public_key.pub": pair(signer).publicKey,
      "private_key.pem": pair(signer).privateKey,
    }),
    ...recordOf(VERIFIERS, verifier),
  };
  return { mounts, step: step.position };
}

/** Files of public keys: every `*.pub` in the folder is accepted (`app/runtime/keys.ts`). */
const PUBLIC = ["public_key.pub", "next_public_key.pub"];

/** The first one has the name that it had before there were others. */
function pairName(generation: number): string {
  return generation === 1 ? "token-keys" : `token-keys-${generation}`;
}
