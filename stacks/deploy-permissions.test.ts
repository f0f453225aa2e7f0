import { describe, expect, it } from "vitest";
import { CALLS } from "../sandbox/providers/aws/authorization/calls";
import { everyCall } from "../sandbox/providers/aws/authorization/calls/testing";
import { STACKS } from "./names";
import { recordStack } from "./testing/graph";
import { allowedActions, type PolicyStatement, statementsOf } from "./testing/policy-document";

/** What the calls need by which the plugin makes, reads and deletes a thing of a type. */
function actionsOf(type: string): readonly string[] {
  const { create, read, remove } = everyCall(type);
  return [...new Set([...create, ...read, ...remove].map(({ action }) => action))];
}

/** Types of an account's own stack alone, which no workflow brings up. */
const BOOTSTRAP_ONLY = ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws:iam/policy:Policy"];
const TYPES = Object.keys(CALLS).filter((type) => !BOOTSTRAP_ONLY.includes(type));

/** What a role of an account's own stack is allowed. */
async function allowances(role: string): Promise<readonly PolicyStatement[]> {
  const { resources } = await recordStack("bootstrap-staging");
  const policies = resources.filter(
    ({ type, name }) => type === "aws:iam/rolePolicy:RolePolicy" && name.startsWith(`${role}-`),
  );
  return statementsOf(policies).filter(({ Effect }) => Effect === "Allow");
}

/** Actions that it is allowed, with wildcards. */
async function allowed(role: string): Promise<readonly RegExp[]> {
  return allowedActions(await allowances(role));
}

describe("the role that deploys", async () => {
  const patterns = await allowed("deploy");
  const recordings = await Promise.all(STACKS.map((stack) => recordStack(stack)));
  const types = [
    ...new Set(
      recordings
        .flatMap(({ resources }) => resources.map(({ type }) => type))
        .filter((type) => type.startsWith("aws:")),
    ),
  ];

  it("is asked for types of which it is known what they need", () => {
    expect(types.length).toBeGreaterThan(35);
    expect(types.filter((type) => !(type in CALLS))).toEqual([]);
  });

  it.each(TYPES)("may make, read and delete %s", (type) => {
    expect(actionsOf(type).filter((action) => !patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });

  it("uses the keys of the environment alone, and that of the states", async () => {
    const own = { StringEquals: { "aws:ResourceTag/system": "thoughts", "aws:ResourceTag/environment": "staging" } };
    const uses = (await allowances("deploy")).filter(({ Action }) =>
      [Action].flat().some((action) => /^kms:(Encrypt|Decrypt|GenerateDataKey|(Create|Retire)Grant)$/.test(action)),
    );
    const tagged = { Resource: "arn:aws:kms:us-west-2:111111111111:key/*", Condition: own };
    expect(uses).toHaveLength(2);
    expect(uses).toContainEqual(expect.objectContaining(tagged));
    expect(uses).toContainEqual(expect.objectContaining({ Resource: "arn-of-state-key-key" }));
  });

  it("may not make users, keys for users, policies or issuers of tokens", () => {
    const never = ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreatePolicy", "iam:CreateOpenIDConnectProvider"];
    expect(never.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });
});

describe("the role that previews", async () => {
  const patterns = await allowed("preview");

  it("may change nothing", () => {
    const changes = TYPES.flatMap(actionsOf).filter((action) => !/:(Decrypt|Describe|Get|List|View)/.test(action));
    expect(changes.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });

  it("may read no image and no row of a database", () => {
    const never = ["ecr:BatchGetImage", "rds-data:ExecuteStatement", "s3:PutObject"];
    expect(never.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });
});
