import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Output } from "@pulumi/pulumi";
import type { Answer, Asked, Maker } from "../../components/testing/recording";
import { Cloud } from "../../sandbox/providers/aws/cloud";
import type { Made } from "../../sandbox/providers/aws/made";
import { Provider } from "../../sandbox/providers/aws/provider";
import { Cluster, CLUSTER } from "../../sandbox/providers/eks/cluster";
import { silent } from "../../sandbox/providers/wire/engine";
import type { JsonObject } from "../../sandbox/providers/wire/json";
import { reveal } from "../../sandbox/providers/wire/values";

/**
 * What a program makes on AWS, by the stand-ins, in the order in which it makes it: with every value known, as after an
 * `up`. Identifiers are the same on each run.
 * @param run records a program, with this maker
 * @throws {Error} with all that the stand-ins refuse
 */
export async function madeBy(run: (make: Maker) => Promise<unknown>): Promise<readonly Made[]> {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-made-"));
  const account = new Account(folder);
  try {
    await run((asked) => account.make(asked));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (account.refused.length > 0) {
    throw new Error(`AWS's stand-in refuses:\n${account.refused.join("\n")}`);
  }
  return account.made;
}

class Account {
  readonly made: Made[] = [];
  readonly refused: string[] = [];
  readonly #provider: Provider;
  /** Clusters whose parts are being made: the component that makes them has the type of what was asked for. */
  readonly #clusters = new Set<string>();

  constructor(folder: string) {
    this.#provider = new Provider({ cloud: new Cloud(folder), faults: [], engine: silent, seed: (urn) => urn });
  }

  make({ type, name, inputs }: Asked): Promise<Answer> | undefined {
    if (type === "pulumi:providers:aws") {
      this.#provider.configure(inputs as JsonObject);
      return undefined;
    }
    if (type === CLUSTER && !this.#clusters.has(name)) {
      this.#clusters.add(name);
      return this.#cluster(name, inputs);
    }
    return type.startsWith("aws:") ? this.#one(type, name, inputs as JsonObject) : undefined;
  }

  async #one(type: string, name: string, inputs: JsonObject): Promise<Answer> {
    const urn = `urn:pulumi:test::thoughts::${type}::${name}`;
    try {
      const naming = { logicalName: name, randomSeed: new TextEncoder().encode(urn) };
      const { inputs: checked, failures } = this.#provider.check(urn, {}, inputs, naming);
      if (failures.length > 0) {
        throw new Error(failures.map(({ reason }) => reason).join("; "));
      }
      const { id, properties } = await this.#provider.create(urn, checked, false);
      const plain = { inputs: reveal(checked) as JsonObject, properties: reveal(properties) as JsonObject };
      this.made.push({ type, name, id, ...plain });
      return { id, state: plain.properties };
    } catch (error) {
      this.refused.push(`${name} (${type}): ${(error as Error).message}`);
      throw error;
    }
  }

  /** The parts of EKS's component, by its stand-in. */
  async #cluster(name: string, inputs: Asked["inputs"]): Promise<Answer> {
    const { state } = new Cluster(name, { inputs: inputs, kubeconfig: "users: []", signsIn: false }, {});
    const group = await known(state.clusterSecurityGroupId as Output<string>);
    const called = await known((state.eksCluster as { readonly name: Output<string> }).name);
    return { id: name, state: { clusterSecurityGroupId: group, eksCluster: { name: called }, kubeconfigJson: "{}" } };
  }
}

function known(value: Output<string>): Promise<string> {
  return new Promise((resolve) => void value.apply(resolve));
}
