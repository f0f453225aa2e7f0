// A stand-in for the engine and every provider, for tests of what a program registers: it records and answers, and
// creates nothing. What the real ones make of it is shown by the tests that run the engine.
import * as pulumi from "@pulumi/pulumi";
import "@pulumi/pulumi/runtime/state";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { leaveOutStacksOf } from "../base/stack-traces";

/** A resource as the program registered it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Whether it is a component that a provider's plugin makes. */
  readonly remote: boolean;
  /** Inputs as plain values; a secret is the text `<secret>`, whatever it holds. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Where secrets are in the inputs, down to the keys of one that is an object: `stringData.postgres-password`. */
  readonly secretPaths: readonly string[];
  /** Logical name of the parent. @default - undefined at the top */
  readonly parent: string | undefined;
  readonly provider: string | undefined;
  readonly dependsOn: readonly string[];
  readonly deletedWith: string | undefined;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly secretOutputs: readonly string[];
}

export interface Recording {
  readonly resources: readonly Recorded[];
  /** What a component said with `registerOutputs`, by its logical name; a component that never called it is absent. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** A resource as a provider is asked for it. */
export interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a provider answers. */
export interface Answer {
  readonly id: string;
  readonly state: Readonly<Record<string, unknown>>;
}

/** Makes resources of some types. @returns undefined for all others: their values are invented */
export type Maker = (asked: Asked) => Promise<Answer> | undefined;

/** Runs a program and records what it registers. @param make who makes some of it. @default - all values are invented */
export async function record(run: () => void, make: Maker = () => undefined): Promise<Recording> {
  leaveOutStacksOf("debuggablePromise", "callsites");
  // As Node has it. Vitest asks for a hundred lines of each.
  Error.stackTraceLimit = 10;
  let registry = "";
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs }) => {
      if (type === "pulumi:providers:aws") {
        registry = registryOf(inputs as AwsInputs);
      }
      const given = inputs as Readonly<Record<string, unknown>>;
      const made = make({ type, name, inputs: given });
      if (made !== undefined) {
        return made;
      }
      return { id: `${name}-id`, state: { ...given, ...invented(type, name, given, registry) } };
    },
    call: ({ token, inputs }) => ({ ...(inputs as object), ...answered(token) }),
  };
  await pulumi.runtime.setMocks(mocks, "thoughts", "test");
  // The engine calls transforms back; nobody does here, but a program that has some can be recorded.
  (globalThis.globalStore as { supportsTransforms: boolean }).supportsTransforms = true;
  const recording = listenTo(pulumi.runtime.getMonitor() as unknown as MockMonitor);
  try {
    run();
  } finally {
    // What a program that failed has begun to register must not end up in the next recording.
    await pulumi.runtime.disconnect();
  }
  return recording;
}

/** The mocks are told neither parents nor options, nor what components put out; the requests behind them are. */
function listenTo(monitor: MockMonitor): Recording {
  const resources: Recorded[] = [];
  const outputs = new Map<string, Record<string, unknown>>();
  const registerResource = monitor.registerResource.bind(monitor);
  const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, callback) => {
    resources.push(recorded(request));
    return registerResource(request, callback);
  };
  monitor.registerResourceOutputs = (request: RegisterResourceOutputsRequest, callback) => {
    outputs.set(logicalName(request.getUrn()) ?? "", plainStruct(request.getOutputs()));
    registerResourceOutputs(request, callback);
  };
  return { resources, outputs };
}

function recorded(request: RegisterResourceRequest): Recorded {
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: plainStruct(request.getObject()),
    secretPaths: secretPaths(request.getObject()?.toJavaScript() ?? {}),
    parent: logicalName(request.getParent()),
    provider: logicalName(request.getProvider().split("::").slice(0, -1).join("::")),
    dependsOn: request.getDependenciesList().map((urn) => logicalName(urn) ?? ""),
    deletedWith: logicalName(request.getDeletedwith()),
    protect: request.getProtect() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    secretOutputs: request.getAdditionalsecretoutputsList(),
  };
}

/** Inputs of a provider are texts; what is no text in the program is JSON. */
interface AwsInputs {
  readonly region: string;
  readonly allowedAccountIds: string;
}

function registryOf({ region, allowedAccountIds }: AwsInputs): string {
  const [account = ""] = JSON.parse(allowedAccountIds) as readonly string[];
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

/** Values that a provider would make, the same on each run. */
function invented(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  registry: string,
): Record<string, unknown> {
  switch (type) {
    case "pulumi-nodejs:dynamic/generated:Password":
      return { value: `password-made-for-${name}` };
    case "pulumi-nodejs:dynamic/generated:KeyPair":
      return { privateKey: `private-key-made-for-${name}`, publicKey: `public-key-made-for-${name}` };
    case "pulumi-nodejs:dynamic/generated:Certificate":
      return { privateKey: `private-key-made-for-${name}`, certificate: `certificate-made-for-${name}` };
    case "aws:ecr/repository:Repository":
      return { arn: `arn-of-${name}`, repositoryUrl: `${registry}/${String(inputs.name)}` };
    case "aws:ec2/eip:Eip":
      return { allocationId: `address-of-${name}` };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { latestVersion: 1 };
    case "aws:eks/nodeGroup:NodeGroup":
      return { status: "ACTIVE", resources: [{ autoscalingGroups: [{ name: `scaling-group-of-${name}` }] }] };
    case "aws:kms/key:Key":
      return { arn: `arn-of-${name}`, keyId: `${name}-id` };
    case "eks:index:Cluster":
      return {
        clusterSecurityGroupId: `security-group-of-${name}`,
        eksCluster: { name: inputs.name },
        kubeconfigJson: `kubeconfig-made-for-${name}`,
      };
    case "aws:acm/certificate:Certificate":
      return { arn: `arn-of-${name}`, domainValidationOptions: [PROOF] };
    case "aws:route53/record:Record":
      return { fqdn: inputs.name };
    case "aws:route53/zone:Zone":
      return { zoneId: `${name}-id`, nameServers: [`server-of-${name}`] };
    case "aws:rds/instance:Instance":
      return {
        arn: `arn-of-${name}`,
        address: `address-of-${name}`,
        masterUserSecrets: [{ secretArn: `arn-of-the-secret-of-${name}` }],
      };
    default:
      return type.startsWith("aws:") ? { arn: `arn-of-${name}` } : {};
  }
}

const PROOF = {
  domainName: "domain",
  resourceRecordName: "_proof.domain",
  resourceRecordType: "CNAME",
  resourceRecordValue: "_proof.acm",
};

/** What data sources would answer. */
function answered(token: string): Record<string, unknown> {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { arn: "arn:aws:sts::123456789012:assumed-role/deploy/session" };
    case "aws:route53/getZone:getZone":
      return { zoneId: "Z0PUBLIC" };
    case "aws:secretsmanager/getSecretVersion:getSecretVersion":
      return { secretString: "a-password-kept-elsewhere" };
    default:
      return {};
  }
}

function logicalName(urn: string): string | undefined {
  return urn === "" ? undefined : urn.split("::").at(-1);
}

function plainStruct(struct: Struct | undefined): Record<string, unknown> {
  return plain(struct?.toJavaScript() ?? {}) as Record<string, unknown>;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const { [SIGNATURE]: kind, urn } = value as Readonly<Record<string, unknown>>;
  if (kind === SECRET) {
    return "<secret>";
  }
  if (kind === RESOURCE) {
    return { resource: logicalName(String(urn)) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function secretPaths(value: unknown, path: readonly string[] = [], inSecret = false): readonly string[] {
  if (value === null || typeof value !== "object") {
    return inSecret ? [path.join(".")] : [];
  }
  const fields = value as Readonly<Record<string, unknown>>;
  return fields[SIGNATURE] === SECRET
    ? secretPaths(fields.value, path, true)
    : Object.entries(fields).flatMap(([key, inner]) => secretPaths(inner, [...path, key], inSecret));
}
