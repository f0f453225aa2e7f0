import { describe, expect, it } from "vitest";
import type { Change } from "../../../engine/pulumi/change";
import { report, seen } from "../testing/changes";
import { risksOf } from "./risks";

type Given = Partial<Change> & Pick<Change, "op" | "type">;

/** Risks in words: `danger data loss: is replaced: …`. */
const wordsOf = (change: Given) =>
  risksOf({ name: "it", ...change }).map(({ level, kind, what }) => `${level} ${kind}: ${what}`);

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: unknown, Resource: unknown = "arn:aws:s3:::logs/*") => ({ Effect: "Allow", Action, Resource });
const deployment = (tag: string, strategy: object, replicas = 4) => ({
  spec: { replicas, strategy, template: { spec: { containers: [{ name: "app", image: `app:${tag}` }] } } },
});
const statefulSet = (tag: string, replicas: number) => ({
  spec: { ...deployment(tag, {}).spec, replicas, volumeClaimTemplates: [{ metadata: { name: "data" } }] },
});

describe("a change that a reviewer has to mind", () => {
  it.each<[string, Given, readonly string[]]>([
    [
      "a database that is replaced",
      { op: "replace", type: "aws:rds/instance:Instance", before: {}, after: {} },
      ["danger data loss: is replaced: its databases will be lost"],
    ],
    [
      "a StatefulSet with volumes that is deleted",
      { op: "delete", type: "kubernetes:apps/v1:StatefulSet", before: statefulSet("v1", 1) },
      ["danger data loss: is deleted: the data in its volumes will be lost"],
    ],
    [
      "a security group that opens a port to the internet",
      {
        op: "update",
        type: "aws:ec2/securityGroup:SecurityGroup",
        before: { ingress: [{ fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }] },
        after: { ingress: [{ fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }] },
      },
      ["danger exposure: port 443 is open to 0.0.0.0/0"],
    ],
    [
      "a range that reaches the API server",
      {
        op: "update",
        type: "aws:eks/cluster:Cluster",
        before: { version: "1.35", vpcConfig: { publicAccessCidrs: ["192.0.2.0/24"] } },
        after: { version: "1.35", vpcConfig: { publicAccessCidrs: ["192.0.2.0/24", "0.0.0.0/0"] } },
      },
      ["danger exposure: the API server is open to 0.0.0.0/0"],
    ],
    [
      "an office that reaches the API server",
      {
        op: "update",
        type: "aws:eks/cluster:Cluster",
        before: { vpcConfig: { endpointPublicAccess: false } },
        after: { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24"] } },
      },
      ["warning exposure: the API server is open to 192.0.2.0/24"],
    ],
    [
      "a Service that is deleted",
      { op: "delete", type: "kubernetes:core/v1:Service", before: {} },
      ["warning downtime: is deleted: what needs it does not find it any more"],
    ],
    [
      "a host that the internet reaches",
      {
        op: "create",
        type: "kubernetes:networking.k8s.io/v1:Ingress",
        after: {
          metadata: { annotations: { "alb.ingress.kubernetes.io/scheme": "internet-facing" } },
          spec: { rules: [{ host: "admin.example.com" }] },
        },
      },
      ["danger exposure: the internet reaches admin.example.com"],
    ],
    [
      "a network policy that lets everybody in",
      {
        op: "update",
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        before: { spec: { ingress: [{ from: [{ podSelector: {} }] }] } },
        after: { spec: { ingress: [{}] } },
      },
      ["danger exposure: pods can be reached from everywhere"],
    ],
    [
      "a bucket's policy for everybody",
      {
        op: "create",
        type: "aws:s3/bucketPolicy:BucketPolicy",
        after: { policy: policy({ ...allow("s3:GetObject"), Principal: "*" }) },
      },
      [
        "danger exposure: its policy allows everybody, of every account",
        'notice permissions: allows s3:GetObject on arn:aws:s3:::logs/* to "*"',
      ],
    ],
    [
      "a bucket's policy for everybody who comes by TLS",
      {
        op: "create",
        type: "aws:s3/bucketPolicy:BucketPolicy",
        after: {
          policy: policy({
            ...allow("s3:GetObject"),
            Principal: "*",
            Condition: { Bool: { "aws:SecureTransport": "true" } },
          }),
        },
      },
      [
        "danger exposure: its policy allows everybody, of every account",
        'notice permissions: allows s3:GetObject on arn:aws:s3:::logs/* to "*"',
      ],
    ],
    [
      "a role that may do more",
      {
        op: "update",
        type: "aws:iam/rolePolicy:RolePolicy",
        before: { policy: policy(allow("s3:GetObject")) },
        after: { policy: policy(allow(["s3:GetObject", "s3:DeleteObject"])) },
      },
      ["warning permissions: allows s3:GetObject, s3:DeleteObject on arn:aws:s3:::logs/*"],
    ],
    [
      "a role that may do everything",
      { op: "create", type: "aws:iam/rolePolicy:RolePolicy", after: { policy: policy(allow("*", "*")) } },
      ["danger permissions: allows * on *"],
    ],
    [
      "a role without its boundary",
      {
        op: "update",
        type: "aws:iam/role:Role",
        before: { permissionsBoundary: "arn:aws:iam::1:policy/b", assumeRolePolicy: "{}" },
        after: { assumeRolePolicy: "{}" },
      },
      ["danger permissions: loses its permissions boundary"],
    ],
    [
      "a rule of Kubernetes for more",
      {
        op: "update",
        type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
        before: { rules: [{ verbs: ["get"], resources: ["pods"] }] },
        after: { rules: [{ verbs: ["get"], resources: ["pods", "secrets"] }] },
      },
      ["warning permissions: allows get on pods, secrets"],
    ],
    [
      "a binding to another role, for whom it was there already",
      {
        op: "replace",
        type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
        before: { roleRef: { name: "view" }, subjects: [{ kind: "Group", name: "shop" }] },
        after: { roleRef: { name: "cluster-admin" }, subjects: [{ kind: "Group", name: "shop" }] },
      },
      ["danger permissions: gives cluster-admin to Group shop"],
    ],
    [
      "a policy that another role gets",
      {
        op: "replace",
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        before: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess", role: "administrator" },
        after: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess", role: "visitor" },
      },
      ["danger permissions: gives arn:aws:iam::aws:policy/AdministratorAccess"],
    ],
    [
      "rights in one namespace that become rights in all",
      {
        op: "replace",
        type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        before: { policyArn: "arn:x/AmazonEKSViewPolicy", accessScope: { type: "namespace", namespaces: ["a"] } },
        after: { policyArn: "arn:x/AmazonEKSViewPolicy", accessScope: { type: "cluster" } },
      },
      ["warning permissions: gives arn:x/AmazonEKSViewPolicy"],
    ],
    [
      "an outage by strategy",
      {
        op: "update",
        type: "kubernetes:apps/v1:Deployment",
        before: deployment("v1", { type: "Recreate" }),
        after: deployment("v2", { type: "Recreate" }),
      },
      ["warning downtime: its strategy is Recreate: all pods end before the new ones start"],
    ],
    [
      "a rolling update that may take all pods",
      {
        op: "update",
        type: "kubernetes:apps/v1:Deployment",
        before: deployment("v1", {}, 2),
        after: deployment("v2", { rollingUpdate: { maxUnavailable: "100%" } }, 2),
      },
      ["warning downtime: maxUnavailable is 100% of 2: all pods may be missing at once"],
    ],
    [
      "a service that is scaled to nothing",
      {
        op: "update",
        type: "kubernetes:apps/v1:Deployment",
        before: deployment("v1", {}),
        after: deployment("v1", {}, 0),
      },
      ["danger downtime: is scaled to no pods: it does not answer any more"],
    ],
    [
      "the one pod of a StatefulSet",
      {
        op: "update",
        type: "kubernetes:apps/v1:StatefulSet",
        before: statefulSet("v1", 1),
        after: statefulSet("v2", 1),
      },
      ["warning downtime: its one pod restarts: it does not answer meanwhile"],
    ],
    [
      "a database that restarts",
      {
        op: "update",
        type: "aws:rds/instance:Instance",
        before: { instanceClass: "db.t4g.small", deletionProtection: true },
        after: { instanceClass: "db.t4g.large", deletionProtection: true },
      },
      ["warning downtime: instanceClass changes: the database restarts"],
    ],
    [
      "a database that restarts under another name, and not for other parameters",
      {
        op: "update",
        type: "aws:rds/instance:Instance",
        before: { identifier: "users", parameterGroupName: "a" },
        after: { identifier: "accounts", parameterGroupName: "b" },
      },
      ["warning downtime: identifier changes: the database restarts"],
    ],
    [
      "protection that goes off",
      {
        op: "update",
        type: "aws:rds/instance:Instance",
        before: { deletionProtection: true },
        after: { deletionProtection: false },
      },
      ["warning protection: deletionProtection goes off: a later change can delete it with its data"],
    ],
  ])("%s", (_, change, words) => {
    expect(wordsOf(change)).toEqual(words);
  });
});

describe("a change that is harmless", () => {
  it.each<[string, Given]>([
    ["a ConfigMap that is replaced", { op: "replace", type: "kubernetes:core/v1:ConfigMap", before: {}, after: {} }],
    [
      "a port that was open before",
      {
        op: "update",
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        before: { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 },
        after: { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443, description: "HTTPS" },
      },
    ],
    [
      "a role that may do less",
      {
        op: "update",
        type: "aws:iam/rolePolicy:RolePolicy",
        before: { policy: policy(allow("s3:*")) },
        after: { policy: policy(allow("s3:GetObject", "arn:aws:s3:::logs/app/*")) },
      },
    ],
    [
      "another version under a rolling update",
      {
        op: "update",
        type: "kubernetes:apps/v1:Deployment",
        before: deployment("v1", { rollingUpdate: { maxUnavailable: "25%" } }),
        after: deployment("v2", { rollingUpdate: { maxUnavailable: "25%" } }),
      },
    ],
    [
      "another size, under which no pod restarts",
      {
        op: "update",
        type: "kubernetes:apps/v1:Deployment",
        before: deployment("v1", { type: "Recreate" }),
        after: deployment("v1", { type: "Recreate" }, 6),
      },
    ],
  ])("%s", (_, change) => {
    expect(wordsOf(change)).toEqual([]);
  });
});

describe("a rule of the policy pack", () => {
  it("that is mandatory is a danger, any other a warning, and the resource is called as it is in the changes", () => {
    const change: Change = { op: "update", type: "kubernetes:apps/v1:Deployment", name: "frontend-deployment" };
    const violation = { policy: "image-version", resource: change.name, message: "has no version\nmore" };
    const { environments } = report({
      seen: seen({
        changes: [change],
        violations: [
          { ...violation, level: "advisory", policy: "tags-required" },
          { ...violation, level: "mandatory" },
        ],
      }),
    });
    expect(environments[0]?.risks).toEqual([
      {
        level: "danger",
        kind: "policy",
        subject: "Deployment frontend-deployment",
        what: "breaks the rule image-version: has no version",
      },
      {
        level: "warning",
        kind: "policy",
        subject: "Deployment frontend-deployment",
        what: "breaks the rule tags-required: has no version",
      },
    ]);
  });
});
