// Stands in for the engine and every provider, so that the program can run without any: AWS is answered by its stand-in,
// whatever else is made up is the same on each run.
import type { MockCallArgs, MockCallResult, MockResourceArgs, Mocks } from "@pulumi/pulumi/runtime";
import { Cloud } from "../providers/aws/cloud";
import { digits } from "../providers/aws/kind";
import { Provider } from "../providers/aws/provider";
import { RELEASE } from "../providers/helm/release";
import { silent } from "../providers/wire/engine";
import { textAt, type Json, type JsonObject } from "../providers/wire/json";
import { logicalName } from "../providers/wire/urn";
import { isSecret, reveal } from "../providers/wire/values";

/** Values that people must not take for real ones. */
const made = (what: string): string => `made-up-${what}`;

/** What the components of other providers put out, as far as a program reads it. */
const OUTPUTS: Readonly<Record<string, (name: string) => JsonObject>> = {
  "pulumi-nodejs:dynamic/generated:Password": (name) => ({ value: made(name) }),
  "pulumi-nodejs:dynamic/generated:KeyPair": (name) => ({
    privateKey: made(`${name}-private`),
    publicKey: made(`${name}-public`),
  }),
  "pulumi-nodejs:dynamic/generated:Certificate": (name) => ({
    privateKey: made(`${name}-private`),
    certificate: made(name),
  }),
};

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const SECRET = "kubernetes:core/v1:Secret";

/** Outputs of other stacks, by their names. */
export type References = Readonly<Record<string, JsonObject>>;

/** A resource as a program asked for it. */
export interface Asked {
  /** Type token, such as `aws:rds/instance:Instance`. */
  readonly type: string;
  readonly name: string;
  /** Of a Kubernetes Secret: none. */
  readonly inputs: JsonObject;
}

/** Answers a program, and keeps the Kubernetes objects that it would have made, and all that it asked for. */
export class Answers implements Mocks {
  readonly objects: JsonObject[] = [];
  readonly asked: Asked[] = [];
  readonly #aws: Provider;

  /**
   * @param folder an empty one, for what AWS is to remember
   * @param references what it answers of other stacks
   */
  constructor(
    folder: string,
    private readonly references: References = {},
  ) {
    this.#aws = new Provider({ cloud: new Cloud(folder), faults: [], engine: silent, seed: (urn) => digits(urn, 32) });
  }

  async newResource({ type, name, inputs }: MockResourceArgs) {
    const given = inputs as JsonObject;
    this.asked.push({ type, name, inputs: type === SECRET ? {} : (reveal(given) as JsonObject) });
    if (type === "pulumi:pulumi:StackReference") {
      // `organization/thoughts/local`
      const stack = textAt(given, "name").split("/").at(-1) ?? "";
      return { id: stack, state: { ...given, outputs: this.references[stack] ?? {}, secretOutputNames: [] } };
    }
    if (type === "pulumi:providers:aws") {
      this.#aws.configure(given);
    } else if (type.startsWith("kubernetes:") && type !== RELEASE) {
      this.objects.push(reveal(given) as JsonObject);
    } else if (type.startsWith("aws:")) {
      const made = await this.#create(`urn:pulumi:render::render::${type}::${name}`, given);
      return { id: made.id, state: made.properties };
    } else if (type === "eks:index:Cluster") {
      return { id: "", state: await this.#cluster(name, given) };
    }
    return { id: `${name}-id`, state: { ...given, ...OUTPUTS[type]?.(name) } };
  }

  call({ token, inputs }: MockCallArgs): MockCallResult {
    const answer = this.#aws.invoke(token, inputs as JsonObject);
    return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, withoutChance(key, value)]));
  }

  /** What the component makes that the rest of a program names. */
  async #cluster(name: string, given: JsonObject): Promise<JsonObject> {
    const urnOf = (type: string) => `urn:pulumi:render::render::${type}::${name}`;
    const role = await this.#create(urnOf("aws:iam/role:Role"), { assumeRolePolicy: TRUST });
    const cluster = await this.#create(urnOf("aws:eks/cluster:Cluster"), {
      name: given.name ?? name,
      roleArn: role.properties.arn ?? "",
      version: given.version ?? "",
      bootstrapSelfManagedAddons: given.bootstrapSelfManagedAddons ?? true,
      vpcConfig: { subnetIds: given.privateSubnetIds ?? [] },
    });
    return {
      clusterSecurityGroupId: textAt(cluster.properties, "vpcConfig", "clusterSecurityGroupId"),
      eksCluster: cluster.properties,
      kubeconfigJson: made(`${name}-kubeconfig`),
    };
  }

  async #create(urn: string, given: JsonObject) {
    const naming = { logicalName: logicalName(urn), randomSeed: Buffer.from(urn) };
    const { inputs, failures } = this.#aws.check(urn, {}, given, naming);
    if (failures.length > 0) {
      throw new Error(`${naming.logicalName}: ${failures.map(({ reason }) => reason).join("; ")}`);
    }
    return this.#aws.create(urn, inputs, false);
  }
}

/** The stand-in makes secrets at random; rendering twice has to give the same. */
function withoutChance(key: string, value: Json): Json {
  return isSecret(value) ? made(key) : value;
}
