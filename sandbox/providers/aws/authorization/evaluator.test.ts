import { assert, boolean, constantFrom, property, record, array } from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../wire/json";
import { authorize, type ResourcePolicy } from "./evaluator";
import { parsePolicy } from "./policy";
import { call, policyOf, roleWith } from "./testing";

const ACCOUNT = "111122223333";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run-1`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket";
const KEY = `arn:aws:kms:us-west-2:${ACCOUNT}:key/1234abcd`;

const identity = (...statements: JsonObject[]) => policyOf("identity", "deploy-policy", ...statements);
const boundary = (...statements: JsonObject[]) => policyOf("identity", "boundary", ...statements);
const allow = (action: string, resource = "*"): JsonObject => ({ Effect: "Allow", Action: action, Resource: resource });
const deny = (action: string, resource = "*"): JsonObject => ({ Effect: "Deny", Action: action, Resource: resource });

function resourcePolicy(principal: string, statement: JsonObject, settings: Partial<ResourcePolicy> = {}) {
  const policy = policyOf("resource", "bucket-policy", {
    ...statement,
    Principal: principal === "*" ? "*" : { AWS: principal },
  });
  return () => ({ policy, account: ACCOUNT, ...settings });
}

function refusers(...args: Parameters<typeof authorize>): readonly string[] {
  const decision = authorize(...args);
  if (decision.kind === "allowed") return [];
  return decision.refusals.map(({ explicit, refuser }) => `${explicit ? "explicit, " : ""}${refuser}`);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
describe("a call", () => {
  it("is denied where no statement allows it", () => {
    expect(refusers(call("s3:GetObject", `${BUCKET}/a`), roleWith([]))).toEqual(["identity-based policy"]);
  });

  it("is allowed by a statement, which is named", () => {
    const caller = roleWith([identity(allow("ec2:*"), { Sid: "Objects", ...allow("s3:GetObject", `${BUCKET}/*`) })]);
    expect(authorize(call("s3:GetObject", `${BUCKET}/a`), caller)).toEqual({
      kind: "allowed",
      by: [{ policy: "deploy-policy", statement: "Objects" }],
    });
  });

  it("is denied by an explicit denial, whatever allows it", () => {
    const caller = roleWith([identity(allow("*"), deny("s3:DeleteBucket"))]);
    expect(authorize(call("s3:DeleteBucket", BUCKET), caller)).toEqual({
      kind: "denied",
      refusals: [
        {
          kind: "denied",
          explicit: true,
          resource: BUCKET,
          refuser: "identity-based policy",
          by: { policy: "deploy-policy", statement: "2" },
        },
      ],
    });
  });

  it("is denied if one of its resources is not allowed, which is named", () => {
    const caller = roleWith([identity(allow("ec2:CreateSubnet", "arn:aws:ec2:*:*:subnet/*"))]);
    const vpc = `arn:aws:ec2:us-west-2:${ACCOUNT}:vpc/vpc-1`;
    const resources = [`arn:aws:ec2:us-west-2:${ACCOUNT}:subnet/*`, vpc];
    const decision = authorize({ action: "ec2:CreateSubnet", resources, context: {} }, caller);
    expect(decision).toMatchObject({ kind: "denied", refusals: [{ resource: vpc }] });
  });

  it("is judged by everything but what NotAction and NotResource list", () => {
    const caller = roleWith([
      identity(
        { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
        { Effect: "Deny", Action: "s3:*", NotResource: [BUCKET, `${BUCKET}/*`] },
      ),
    ]);
    expect(refusers(call("s3:GetObject", `${BUCKET}/a`), caller)).toEqual([]);
    expect(refusers(call("iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/x`), caller)).toEqual([
      "identity-based policy",
    ]);
    expect(refusers(call("s3:GetObject", "arn:aws:s3:::other/a"), caller)).toEqual(["explicit, identity-based policy"]);
  });

  it("of a user finds the user's name in a variable", () => {
    const home = allow("s3:GetObject", `${BUCKET}/home/\${aws:username}/*`);
    const arn = `arn:aws:iam::${ACCOUNT}:user/ann`;
    const ann = { ...roleWith([identity(home)]), arn, principalArn: arn };
    expect(refusers(call("s3:GetObject", `${BUCKET}/home/ann/x`), ann)).toEqual([]);
    expect(refusers(call("s3:GetObject", `${BUCKET}/home/bob/x`), ann)).toEqual(["identity-based policy"]);
    expect(refusers(call("s3:GetObject", `${BUCKET}/home/ann/x`), roleWith([identity(home)]))).toHaveLength(1);
  });

  it("finds no variable in a policy of the version before 2012-10-17", () => {
    const tagged = { ...roleWith([]), tags: { team: "red" } };
    const resource = `${BUCKET}/\${aws:PrincipalTag/team}/*`;
    const old = parsePolicy("identity", "old", { Version: "2008-10-17", Statement: allow("s3:GetObject", resource) });
    const red = call("s3:GetObject", `${BUCKET}/red/x`);
    expect(refusers(red, { ...tagged, policies: [old] })).toEqual(["identity-based policy"]);
    expect(refusers(red, { ...tagged, policies: [identity(allow("s3:GetObject", resource))] })).toEqual([]);
  });

  it("has the tags of its caller", () => {
    const condition = { StringEquals: { "aws:PrincipalTag/job-category": "iamuser-admin" } };
    const caller = roleWith([identity({ ...allow("iam:*AccessKey*"), Condition: condition })]);
    const action = call("iam:CreateAccessKey", `arn:aws:iam::${ACCOUNT}:user/x`);
    expect(refusers(action, caller)).toEqual(["identity-based policy"]);
    expect(refusers(action, { ...caller, tags: { "job-category": "iamuser-admin" } })).toEqual([]);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
describe("a permissions boundary", () => {
  const bounds = boundary(allow("s3:*"), allow("cloudwatch:*"), allow("ec2:*"), deny("ec2:TerminateInstances"));

  it("gives nothing by itself", () => {
    expect(refusers(call("s3:GetObject", `${BUCKET}/a`), roleWith([], bounds))).toEqual(["identity-based policy"]);
  });

  it("limits what the policies of the role allow", () => {
    const caller = roleWith([identity(allow("iam:CreateUser"), allow("s3:*"), allow("ec2:*"))], bounds);
    expect(refusers(call("iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/x`), caller)).toEqual([
      "permissions boundary",
    ]);
    expect(refusers(call("s3:GetObject", `${BUCKET}/a`), caller)).toEqual([]);
    expect(refusers(call("ec2:TerminateInstances", `arn:aws:ec2:us-west-2:${ACCOUNT}:instance/i`), caller)).toEqual([
      "explicit, permissions boundary",
    ]);
  });

  // The page's policy DelegatedUserBoundary, in part.
  it("lets an administrator make only users that are limited themselves", () => {
    const limits = { StringEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/XCompanyBoundaries` } };
    const zhang = roleWith(
      [identity(allow("iam:*"))],
      boundary(
        { ...allow("iam:CreateUser"), Condition: limits },
        allow("iam:*Group*"),
        allow("iam:DeletePolicy"),
        deny("iam:DeletePolicy", `arn:aws:iam::${ACCOUNT}:policy/XCompanyBoundaries`),
        deny("iam:DeleteUserPermissionsBoundary"),
      ),
    );
    const user = `arn:aws:iam::${ACCOUNT}:user/new`;
    const within = (policy: string) => ({ "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/${policy}` });
    expect(refusers(call("iam:CreateUser", user, within("XCompanyBoundaries")), zhang)).toEqual([]);
    expect(refusers(call("iam:CreateUser", user, within("Other")), zhang)).toEqual(["permissions boundary"]);
    expect(refusers(call("iam:CreateUser", user), zhang)).toEqual(["permissions boundary"]);
    expect(refusers(call("iam:CreateGroup", `arn:aws:iam::${ACCOUNT}:group/x`), zhang)).toEqual([]);
    expect(refusers(call("iam:DeletePolicy", `arn:aws:iam::${ACCOUNT}:policy/other`), zhang)).toEqual([]);
    for (const [action, resource] of [
      ["iam:DeletePolicy", `arn:aws:iam::${ACCOUNT}:policy/XCompanyBoundaries`],
      ["iam:DeleteUserPermissionsBoundary", user],
    ] as const) {
      expect(refusers(call(action, resource), zhang)).toEqual(["explicit, permissions boundary"]);
    }
  });

  it("limits what a resource gives to the role, not what it gives to the session", () => {
    const get = call("s3:GetObject", `${BUCKET}/a`);
    const caller = roleWith([], boundary(allow("ec2:*")));
    const statement = allow("s3:GetObject", `${BUCKET}/*`);
    expect(refusers(get, caller, resourcePolicy(ROLE, statement))).toEqual(["permissions boundary"]);
    expect(refusers(get, roleWith([], bounds), resourcePolicy(ROLE, statement))).toEqual([]);
    expect(refusers(get, caller, resourcePolicy(SESSION, statement))).toEqual([]);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
describe("the policy of a resource", () => {
  const get = call("s3:GetObject", `${BUCKET}/a`);
  const statement = allow("s3:GetObject", `${BUCKET}/*`);

  it("allows by itself who is named, in the same account", () => {
    expect(refusers(get, roleWith([]), resourcePolicy(ROLE, statement))).toEqual([]);
    expect(refusers(get, roleWith([]), resourcePolicy("*", statement))).toEqual([]);
    expect(refusers(get, roleWith([]), resourcePolicy(`${ROLE}s`, statement))).toEqual(["identity-based policy"]);
  });

  it("that names the account leaves it to the policies of the account", () => {
    expect(refusers(get, roleWith([]), resourcePolicy(ROOT, statement))).toEqual(["identity-based policy"]);
    expect(refusers(get, roleWith([identity(allow("s3:*"))]), resourcePolicy(ACCOUNT, statement))).toEqual([]);
  });

  it("denies, whatever the caller's policies allow", () => {
    const insecure = {
      ...deny("s3:*", `${BUCKET}/*`),
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const caller = roleWith([identity(allow("s3:*"))]);
    const over = (secure: string) => call("s3:GetObject", `${BUCKET}/a`, { "aws:SecureTransport": secure });
    expect(refusers(over("false"), caller, resourcePolicy("*", insecure))).toEqual(["explicit, resource-based policy"]);
    expect(refusers(over("true"), caller, resourcePolicy("*", insecure))).toEqual([]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
  it("and the caller's policies must both allow a call from another account", () => {
    const other = { account: "444455556666" };
    const caller = roleWith([identity(allow("s3:GetObject"))]);
    expect(refusers(get, caller, resourcePolicy(ROLE, statement, other))).toEqual([]);
    expect(refusers(get, roleWith([]), resourcePolicy(ROLE, statement, other))).toEqual(["identity-based policy"]);
    expect(refusers(get, caller, resourcePolicy(`${ROLE}s`, statement, other))).toEqual(["resource-based policy"]);
    const queue = "arn:aws:sqs:us-east-2:444455556666:queue1";
    expect(refusers(call("sqs:SendMessage", queue), roleWith([identity(allow("sqs:*"))]))).toEqual([
      "resource-based policy",
    ]);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
describe("the policy of a key", () => {
  const decrypt = call("kms:Decrypt", KEY);
  const user = roleWith([identity(allow("kms:Decrypt", KEY))]);
  const standard = resourcePolicy(ROOT, { Sid: "Enable IAM User Permissions", ...allow("kms:*") }, { decides: true });

  it("lets the account's policies count by the statement that AWS gives a key", () => {
    expect(refusers(decrypt, user, standard)).toEqual([]);
    expect(refusers(decrypt, roleWith([]), standard)).toEqual(["identity-based policy"]);
  });

  it("without that statement makes the account's policies count for nothing", () => {
    const other = resourcePolicy(`arn:aws:iam::${ACCOUNT}:role/other`, allow("kms:*"), { decides: true });
    expect(refusers(decrypt, user, other)).toEqual(["resource-based policy"]);
  });

  it("allows by itself the role that it names", () => {
    expect(refusers(decrypt, roleWith([]), resourcePolicy(ROLE, allow("kms:*"), { decides: true }))).toEqual([]);
  });
});

describe("whatever the policies say", () => {
  const statement = record({
    Effect: constantFrom("Allow", "Deny"),
    Action: constantFrom("s3:GetObject", "s3:*", "*", "ec2:*"),
    Resource: constantFrom("*", `${BUCKET}/*`, BUCKET),
  });
  const statements = array(statement, { minLength: 1, maxLength: 4 });
  const get = call("s3:GetObject", `${BUCKET}/a`);

  it("one more denial allows nothing, and a boundary neither", () => {
    assert(
      property(statements, statements, boolean(), (own, more, denying) => {
        const before = refusers(get, roleWith([identity(...own)])).length === 0;
        const added = more.map((one) => ({ ...one, Effect: "Deny" }));
        const after = denying
          ? refusers(get, roleWith([identity(...own, ...added)]))
          : refusers(get, roleWith([identity(...own)], boundary(...more)));
        return before || after.length > 0;
      }),
    );
  });

  it("their order does not matter", () => {
    assert(
      property(statements, (own) => {
        const forwards = refusers(get, roleWith([identity(...own)]));
        return forwards.join() === refusers(get, roleWith([identity(...own.toReversed())])).join();
      }),
    );
  });
});
