import { describe, expect, it } from "vitest";
import { CALLS, FUNCTION_CALLS } from "../sandbox/providers/aws/authorization/calls";
import { readsState, writesState } from "../sandbox/providers/aws/authorization/calls/state";
import { everyCall } from "../sandbox/providers/aws/authorization/calls/testing";
import { recordStack } from "./testing/graph";
import { allowedActions, type PolicyStatement, statementsOf } from "./testing/policy-document";

// Roles stay least: each right is used by some call of a run, or is here with its reason.

const PLACE = { account: "111122223333", region: "us-west-2", partition: "aws" };
const STORE = { bucket: "arn:aws:s3:::states", key: "arn:aws:kms:us-west-2:111122223333:key/0123", stack: "staging" };

const FUNCTIONS = Object.values(FUNCTION_CALLS).flatMap((calls) => calls({}, PLACE));
const READS = [...Object.keys(CALLS).flatMap((type) => everyCall(type).read), ...FUNCTIONS, ...readsState(STORE)];
const CHANGES = [
  ...Object.keys(CALLS).flatMap((type) => Object.values(everyCall(type)).flat()),
  ...FUNCTIONS,
  ...writesState(STORE),
];

/** Actions of a role's policies that none of the calls needs. @param but the topic that is left out. @default - none */
async function unused(role: string, calls: readonly { readonly action: string }[], but?: string) {
  const { resources } = await recordStack("bootstrap-staging");
  const policies = resources.filter(
    ({ type, name }) =>
      type === "aws:iam/rolePolicy:RolePolicy" && name.startsWith(`${role}-`) && name !== `${role}-${but}`,
  );
  const actions = statementsOf(policies)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Action }: PolicyStatement) => [Action].flat());
  const isUsed = (pattern: RegExp | undefined) => calls.some(({ action }) => pattern?.test(action) === true);
  const some = actions.filter((action) => {
    const [pattern] = allowedActions([{ Effect: "Allow", Action: action }]);
    return !isUsed(pattern);
  });
  return [...new Set(some)].sort();
}

/** Rights of the role that deploys which no call of the table uses. */
const BESIDES = [
  // An address is let go first if the state says that it is associated: internal/service/ec2/ec2_eip.go, `resourceEIPDelete`.
  "ec2:DisassociateAddress",
  // Images are pushed and copied by this role too, from where they were tested.
  ...["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetAuthorizationToken"],
  "ecr:GetDownloadUrlForLayer",
  // People set receivers' secrets with it: `npx thoughts secrets set`.
  ...["secretsmanager:DescribeSecret", "secretsmanager:UpdateSecret"],
];

/** What people look at who operate, which no run reads: metrics, logs, load balancers, and the cluster in a console. */
const OF_PEOPLE = [
  ...["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "eks:AccessKubernetesApi"],
  ...["elasticloadbalancing:Describe*", "logs:FilterLogEvents", "logs:GetLogEvents", "s3:ListAllMyBuckets"],
  // `npx thoughts preflight` asks whether secrets are there, and how many addresses and networks the account may have.
  ...["secretsmanager:DescribeSecret", "servicequotas:GetServiceQuota", "tag:GetResources"],
];

/** What a demo of staging makes in the account: a certificate that is validated, for the hosts of its Ingress. */
const OF_DEMOS = ["certificate", "certificateValidation", "record"].flatMap((type) =>
  Object.values(
    everyCall(
      type === "record"
        ? "aws:route53/record:Record"
        : `aws:acm/${type}:${type[0]?.toUpperCase() ?? ""}${type.slice(1)}`,
    ),
  ).flat(),
);

describe("rights that no call of a run uses", () => {
  it("of the role that deploys, besides looking, are few, each with its reason", async () => {
    expect(await unused("deploy", CHANGES, "look")).toEqual(BESIDES);
  });

  it("of the role that makes demos, besides looking, are those of who asks for the images of a branch", async () => {
    expect(await unused("demo", [...OF_DEMOS, ...writesState(STORE)], "look")).toEqual([
      "ecr:BatchGetImage",
      "ecr:GetAuthorizationToken",
    ]);
  });

  it("of the role that previews are for people's eyes", async () => {
    expect(await unused("preview", READS)).toEqual(OF_PEOPLE);
  });
});
