import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Recorded } from "../components/testing/recording";
import type { Call } from "../sandbox/providers/aws/authorization/call";
import type { Caller } from "../sandbox/providers/aws/authorization/caller";
import { authorize } from "../sandbox/providers/aws/authorization/evaluator";
import { problemsOfPolicy } from "../sandbox/providers/aws/authorization/knowledge";
import { parsePolicy, type Policy } from "../sandbox/providers/aws/authorization/policy";
import { accessDenied } from "../sandbox/providers/aws/authorization/refusal";
import { GRAPHS, recordStack } from "./testing/graph";
import { documentsOf, type PolicyDocument, type PolicyStatement } from "./testing/policy-document";
import { committedConfig } from "./testing/settings";

/** Accounts, by their 12 digits, that a statement lets in. */
function accountsOf({ Effect, Principal }: PolicyStatement): readonly string[] {
  return Effect === "Allow" ? [...JSON.stringify(Principal ?? {}).matchAll(/\d{12}/g)].map(([digits]) => digits) : [];
}

/** Actions by a wildcard, on whatever there is. */
function isWide({ Effect, Action, Resource }: PolicyStatement): boolean {
  const everywhere = [Resource].flat().includes("*");
  return Effect === "Allow" && everywhere && [Action].flat().some((action) => action.includes("*"));
}

/** What a statement allows, as calls; a wildcard stands for all that it matches, so only a pattern as wide allows it. */
function callsOf({ Effect, Action, Resource = "*" }: PolicyStatement): readonly Call[] {
  const resources = [Resource].flat();
  return Effect === "Allow" ? [Action].flat().map((action) => ({ action, resources, context: {} })) : [];
}

/** A role that may do all that a boundary lets it. */
function roleIn(account: string, boundary: Policy): Caller {
  const everything = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  return {
    arn: `arn:aws:sts::${account}:assumed-role/any/session`,
    principalArn: `arn:aws:iam::${account}:role/any`,
    account,
    policies: [parsePolicy("identity", "everything", everything)],
    boundary,
  };
}

/** The name that RDS gives the secret of a database's master, where a recording has none. */
function withSecret(arn: string, place: string): string {
  return arn.replace(/^arn-of-the-secret-of-/, `arn:aws:secretsmanager:${place}:secret:rds!db-`);
}

/** The statements that docs/iam.md gives a reason for, by the resource that has them. */
function explained(): readonly string[] {
  const page = readFileSync(join(__dirname, "..", "docs", "iam.md"), "utf8");
  return [...page.matchAll(/^\| `([\w-]+)` +\| .+ \| .{20,} \|$/gm)].map(([, name = ""]) => name);
}

describe("every policy document of every stack", async () => {
  const recordings: Recorded[] = [];
  const documents: (PolicyDocument & { readonly account: unknown })[] = [];
  for (const stack of GRAPHS) {
    const { resources } = await recordStack(stack);
    const { account } = committedConfig(stack).thoughts;
    recordings.push(...resources);
    documents.push(...resources.flatMap(documentsOf).map((document) => ({ ...document, account })));
  }

  it("is looked at", () => {
    expect(documents.length).toBeGreaterThan(60);
    const withPolicies = recordings.filter(({ type }) =>
      /^aws:(ecr\/repositoryPolicy|iam\/(rolePolicy|policy|role)|kms\/key|s3\/bucketPolicy):/.test(type),
    );
    expect(withPolicies.filter((resource) => documentsOf(resource).length === 0)).toEqual([]);
  });

  it("is one that AWS takes, with actions and condition keys that there are", async () => {
    const problems = await Promise.all(
      documents.map(({ name, kind, text }) => problemsOfPolicy(parsePolicy(kind, name, text))),
    );
    expect(problems.flat()).toEqual([]);
  });

  it("allows actions by a wildcard on everything only where docs/iam.md says why", () => {
    const wide = documents.filter(({ statements }) => statements.some(isWide)).map(({ name }) => name);
    expect([...new Set(wide)].sort()).toEqual([...explained()].sort());
  });

  it("allows no action of all services", () => {
    const all = documents.flatMap(({ name, statements }) =>
      statements.filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().includes("*")).map(() => name),
    );
    expect(all).toEqual([]);
  });

  it("lets other accounts pull images from staging, and do nothing else", () => {
    const crossAccount = documents.flatMap(({ name, account, statements }) =>
      statements
        .filter((statement) => accountsOf(statement).some((one) => one !== account))
        .map(({ Action }) => ({ name, actions: [Action].flat() })),
    );
    expect(crossAccount.length).toBeGreaterThan(10);
    const actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    for (const given of crossAccount) {
      expect(given).toEqual({ name: expect.stringMatching(/images-[\w-]+-readers$/) as string, actions });
    }
  });

  it("lets nobody read secrets but the masters of databases and those of the environment, in their own account", () => {
    const readers = documents.flatMap(({ name, statements }) =>
      statements
        .filter(
          ({ Effect, Action }) =>
            Effect === "Allow" && [Action].flat().some((action) => /^secretsmanager:(\*|Get)/.test(action)),
        )
        .map(({ Resource }) => [name, [Resource].flat().join(" ")] as const),
    );
    expect(readers.length).toBeGreaterThan(0);
    for (const [name, resource] of readers) {
      expect(`${name}: ${resource}`).toMatch(
        /: (arn-of-the-secret-of-\w+|arn:aws:secretsmanager:[\w-]+:\d{12}:secret:(rds!|thoughts\/\w+\/)\*)/,
      );
    }
  });

  it.each(["staging", "production"])(
    "of a role that %s makes is within what its boundary lets any role do",
    async (name) => {
      const bounds = (await recordStack(`bootstrap-${name}`)).resources.find(
        ({ name: one }) => one === "boundary-policy",
      );
      const boundary = parsePolicy("identity", "boundary", String(bounds?.inputs.policy));
      const { account, region } = committedConfig(name).thoughts;
      const asked = (await recordStack(name)).resources
        .filter(({ type }) => type.startsWith("aws:iam/rolePolicy:"))
        .flatMap(documentsOf)
        .flatMap(({ name: role, statements }) => statements.flatMap(callsOf).map((call) => ({ role, call })));
      expect(asked.length).toBeGreaterThan(20);
      const caller = roleIn(String(account), boundary);
      const refused = asked.flatMap(({ role, call }) => {
        const real = { ...call, resources: call.resources.map((arn) => withSecret(arn, [region, account].join(":"))) };
        const decision = authorize(real, caller);
        return decision.kind === "allowed"
          ? []
          : decision.refusals.map((one) => `${role}: ${accessDenied(real, caller, one)}`);
      });
      expect(refused).toEqual([]);
    },
  );
});
