import type { Finder } from "./finding";
import { at, type Inputs, listAt, textAt, textsOf } from "./inputs";
import { isNarrowed } from "./narrowing";
import { statementsOf } from "./policy-document";

/** Every address of the internet. */
const ANYWHERE = ["0.0.0.0/0", "::/0"];

/**
 * What lets the public in, a sentence each, by type of resource. A way in that is there already is none that a change opens.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html the controls on public access
 */
const OPENINGS: Readonly<Record<string, (inputs: Inputs) => readonly string[]>> = {
  "aws:ec2/securityGroup:SecurityGroup": ({ ingress }) =>
    listAt({ ingress }, "ingress").flatMap((rule) => ports(rule, ["cidrBlocks", "ipv6CidrBlocks"])),
  "aws:ec2/securityGroupRule:SecurityGroupRule": (rule) =>
    rule.type === "ingress" ? ports(rule, ["cidrBlocks", "ipv6CidrBlocks"]) : [],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (rule) => ports(rule, ["cidrIpv4", "cidrIpv6"]),
  "aws:eks/cluster:Cluster": ({ vpcConfig }) => apiServer(vpcConfig),
  "eks:index:Cluster": (inputs) => apiServer(inputs),
  "aws:rds/instance:Instance": ({ publiclyAccessible }) =>
    publiclyAccessible === true ? ["the database gets a public address"] : [],
  "aws:lb/loadBalancer:LoadBalancer": ({ internal }) =>
    internal === true ? [] : ["the load balancer is reached from the internet"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (inputs) =>
    ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
      .filter((name) => inputs[name] !== true)
      .map((name) => `${name} is off: the bucket can be made public`),
  "aws:s3/bucketPolicy:BucketPolicy": ({ policy }) => everybody(policy),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": ({ policy }) => everybody(policy),
  "aws:kms/key:Key": ({ policy }) => everybody(policy),
  "kubernetes:core/v1:Service": ({ spec }) => {
    const type = at(spec, "type");
    return type === "LoadBalancer" || type === "NodePort" ? [`the Service gets the type ${type}`] : [];
  },
  "kubernetes:networking.k8s.io/v1:Ingress": ({ metadata, spec }) => hosts(metadata, spec),
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": ({ spec }) =>
    listAt(spec, "ingress").some((rule) => isOpenPeer(rule)) ? ["pods can be reached from everywhere"] : [],
};

/** What lets in from outside what could not come in before. */
export const exposure: Finder = ({ op, type, before, after }) => {
  if (op === "delete" && type === "kubernetes:networking.k8s.io/v1:NetworkPolicy") {
    return [{ level: "warning", kind: "exposure", what: "is deleted: it limited who reaches these pods" }];
  }
  if (op === "delete" && type === "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock") {
    return [{ level: "danger", kind: "exposure", what: "is deleted: the bucket can be made public" }];
  }
  const openings = Object.hasOwn(OPENINGS, type) ? OPENINGS[type] : undefined;
  const known = before === undefined ? [] : (openings?.(before) ?? []);
  return (after === undefined ? [] : (openings?.(after) ?? []))
    .filter((what) => !known.includes(what))
    .map((what) => ({ level: isForSome(what) ? "warning" : "danger", kind: "exposure", what }));
};

/** What is open to a range, and not to everybody. */
function isForSome(what: string): boolean {
  return what.includes(" is open to ") && !ANYWHERE.some((range) => what.endsWith(` ${range}`));
}

function ports(rule: unknown, fields: readonly string[]): readonly string[] {
  const from = fields.flatMap((field) => textsOf(at(rule, field))).filter((range) => ANYWHERE.includes(range));
  const [first, last] = [textAt(rule, "fromPort"), textAt(rule, "toPort")];
  const isEvery = first === "" || first === "-1";
  const text = isEvery ? "every port" : first === last ? `port ${first}` : `ports ${first} to ${last}`;
  return from.map((range) => `${text} is open to ${range}`);
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html without ranges, EKS lets everybody in */
function apiServer(config: unknown): readonly string[] {
  if (at(config, "endpointPublicAccess") === false) {
    return [];
  }
  const ranges = listAt(config, "publicAccessCidrs");
  return (ranges.length === 0 ? ["0.0.0.0/0"] : textsOf(ranges)).map((range) => `the API server is open to ${range}`);
}

/** A policy of a resource that allows everybody, whatever account they are of. */
function everybody(policy: unknown): readonly string[] {
  return statementsOf(policy).some(({ Effect, Principal, Condition }) => {
    const anyone = Principal === "*" || textsOf(at(Principal, "AWS")).includes("*");
    return Effect === "Allow" && anyone && !isNarrowed(Condition);
  })
    ? ["its policy allows everybody, of every account"]
    : [];
}

function hosts(metadata: unknown, spec: unknown): readonly string[] {
  const annotations = at(metadata, "annotations");
  const isPublic = at(annotations, "alb.ingress.kubernetes.io/scheme") === "internet-facing";
  const names = listAt(spec, "rules").map((rule) => textAt(rule, "host") || "every host");
  return isPublic ? names.map((host) => `the internet reaches ${host}`) : [];
}

/** A rule without peers lets in everybody. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
function isOpenPeer(rule: unknown): boolean {
  const peers = listAt(rule, "from");
  return peers.length === 0 || peers.some((peer) => ANYWHERE.includes(textAt(peer, "ipBlock", "cidr")));
}
