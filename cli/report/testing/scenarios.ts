import type { Change } from "../../../engine/pulumi/change";
import type { CostChange } from "../../cost/change";
import { costRisks } from "../../preview/cost-risks";
import type { ChangeReport } from "../report";
import { componentUrn, manyChanges, part, report, seen } from "./changes";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

const REHEARSED = [
  "AWS itself: permissions, quotas, timings, and whether names that are global are free (the plugins are stand-ins)",
  "images and what runs in them (nodes are simulated)",
];

const NOTES = [
  "prices of 2023-03-29 to 2026-10-06; no bill, see docs/cost.md",
  "old prices: ecr/storage; renew them: npm run prices:update",
];

/** A month that costs what it did. */
function asBefore(lowest: number, highest: number, budgetUsd: number): CostChange {
  return {
    before: { lowest, highest },
    after: { lowest, highest },
    resources: [],
    notKnown: [],
    budgetUsd,
    notes: NOTES,
  };
}

/** Another version of the frontend, in both environments. */
function newVersion(): readonly Change[] {
  const image = (tag: string) => `111111111111.dkr.ecr.us-west-2.amazonaws.com/frontend:${tag}`;
  const spec = (tag: string) => ({
    spec: {
      replicas: 4,
      strategy: { rollingUpdate: { maxUnavailable: "25%" } },
      template: { spec: { image: image(tag) } },
    },
  });
  const fields = [
    { path: ["metadata", "labels", "app.kubernetes.io/version"], before: "v3.7", after: "v3.8" },
    {
      path: ["spec", "template", "spec", "containers", "frontend-service", "image"],
      before: image("v3.7"),
      after: image("v3.8"),
    },
  ];
  return [part("frontend", "deployment", { type: DEPLOYMENT, fields, before: spec("v3.7"), after: spec("v3.8") })];
}

/** More of it in production alone. */
function moreReplicas(): Change {
  return part("frontend", "hpa", {
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    fields: [{ path: ["spec", "maxReplicas"], before: 8, after: 12 }],
    before: { spec: { maxReplicas: 8 } },
    after: { spec: { maxReplicas: 12 } },
  });
}

const database: Change = {
  op: "replace",
  type: "aws:rds/instance:Instance",
  name: "users-backend-database-instance",
  parent: componentUrn("users-backend-database", "database:RdsPostgres"),
  fields: [{ path: ["storageEncrypted"], before: false, after: true }],
  before: { storageEncrypted: false },
  after: { storageEncrypted: true },
};

/** More nodes and a larger database than the account's budget has money for. */
const dearer: CostChange = {
  before: { lowest: 630.25, highest: 759.02 },
  after: { lowest: 998.91, highest: 1_571.44 },
  resources: [
    {
      type: "aws:rds/instance:Instance",
      name: database.name,
      before: { lowest: 99.9, highest: 127.8 },
      after: { lowest: 320.1, highest: 421.7 },
    },
    {
      type: "aws:eks/nodeGroup:NodeGroup",
      name: "cluster-nodes-general",
      before: { lowest: 148.16, highest: 148.16 },
      after: { lowest: 296.32, highest: 666.72 },
    },
  ],
  notKnown: [
    {
      resource: "search-domain",
      type: "aws:opensearch/domain:Domain",
      why: "what this type costs is not known here; add it to cli/cost/kinds",
    },
  ],
  budgetUsd: 1_500,
  notes: NOTES,
};

const apiServer: Change = {
  op: "update",
  type: "aws:eks/cluster:Cluster",
  name: "cluster-control-plane",
  parent: componentUrn("cluster", "cluster:EksCluster"),
  fields: [
    { path: ["vpcConfig", "publicAccessCidrs"], before: ["192.0.2.0/24"], after: ["192.0.2.0/24", "0.0.0.0/0"] },
  ],
  before: { version: "1.35", vpcConfig: { publicAccessCidrs: ["192.0.2.0/24"] } },
  after: { version: "1.35", vpcConfig: { publicAccessCidrs: ["192.0.2.0/24", "0.0.0.0/0"] } },
};

function role(): Change {
  const policy = (Action: readonly string[], Resource: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
  const [before, after] = [
    { policy: policy(["route53:ChangeResourceRecordSets"], "arn:aws:route53:::hostedzone/Z1") },
    { policy: policy(["route53:*"], "*") },
  ];
  return {
    op: "update",
    type: "aws:iam/rolePolicy:RolePolicy",
    name: "external-dns-role-policy",
    parent: componentUrn("external-dns-role", "identity:ServiceRole"),
    fields: [{ path: ["policy"], before: before.policy, after: after.policy }],
    before,
    after,
  };
}

function grafana(): Change {
  const spec = (image: string) => ({ spec: { replicas: 1, strategy: { type: "Recreate" }, template: { image } } });
  return part("grafana", "deployment", {
    type: DEPLOYMENT,
    fields: [
      {
        path: ["spec", "template", "spec", "containers", "grafana", "image"],
        before: "grafana:12.1.0",
        after: "grafana:12.2.0",
      },
    ],
    before: spec("grafana:12.1.0"),
    after: spec("grafana:12.2.0"),
  });
}

const violations = [
  {
    policy: "stateful-protected",
    level: "advisory",
    resource: database.name,
    message: "it is not protected: the next change that deletes or replaces it goes through.",
  },
] as const;

/** What pull requests are like, each as a report on staging and production. */
export const SCENARIOS: Readonly<Record<string, () => ChangeReport>> = {
  small: () =>
    report(
      {
        stack: "staging",
        seen: seen({ changes: newVersion(), same: 325 }),
        unknown: REHEARSED,
        cost: asBefore(341.6, 462.58, 600),
      },
      {
        stack: "production",
        seen: seen({ changes: [...newVersion(), moreReplicas()], same: 347 }),
        unknown: REHEARSED,
        cost: asBefore(630.25, 759.02, 1_500),
      },
    ),
  nothing: () =>
    report(
      { stack: "staging", seen: seen({ same: 326 }), unknown: REHEARSED },
      { stack: "production", seen: seen({ same: 349 }), unknown: REHEARSED },
    ),
  dangerous: () => {
    const changes = [...newVersion(), grafana(), role(), apiServer, database];
    const outputChanges = [
      {
        path: ["databases", "users-backend"],
        before: "users.db.example.com",
        after: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      },
    ];
    return report({
      stack: "production",
      seen: seen({
        changes,
        same: 344,
        violations,
        outputChanges,
        warnings: ["PostgreSQL 16 has support until 2026-11-09"],
      }),
      risks: [
        {
          level: "warning",
          kind: "migration",
          subject: "",
          what: "the schema of users-backend: v2.4 writes a column that v2.3 does not read",
        },
        ...costRisks(dearer, []),
      ],
      cost: dearer,
      unknown: REHEARSED,
    });
  },
  failing: () =>
    report({
      stack: "staging",
      seen: seen({
        changes: newVersion(),
        same: 41,
        violations: [
          {
            policy: "image-version",
            level: "mandatory",
            resource: "frontend-deployment",
            message: 'container frontend-service has the image "frontend:latest", which names no version.',
          },
        ],
      }),
      failure:
        'image-version: container frontend-service has the image "frontend:latest", which names no version. Allowed is a tag ' +
        "other than latest, or a digest: write frontend:v1.5, for example.",
      unknown: REHEARSED,
    }),
  large: () =>
    report({ stack: "production", seen: seen({ changes: manyChanges(2_000), same: 12 }), unknown: REHEARSED }),
};
