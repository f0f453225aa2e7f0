import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Recorded } from "../components/testing/recording";
import { GRAPHS, recordStack } from "./testing/graph";
import {
  allowedActions,
  documentsOf,
  type PolicyDocument,
  type PolicyStatement,
  statementsOf,
} from "./testing/policy-document";
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

  it("lets nobody read secrets but the masters of databases, and that in their own account", () => {
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
        /: (arn-of-the-secret-of-\w+|arn:aws:secretsmanager:[\w-]+:\d{12}:secret:rds!\*)/,
      );
    }
  });

  it.each(["staging", "production"])(
    "of a role that %s makes is within what its boundary lets any role do",
    async (name) => {
      const bootstrap = (await recordStack(`bootstrap-${name}`)).resources;
      const boundary = bootstrap.filter(({ name: resource }) => resource === "boundary-policy");
      const allowed = allowedActions(statementsOf(boundary));
      const asked = (await recordStack(name)).resources
        .filter(({ type }) => type.startsWith("aws:iam/rolePolicy:"))
        .flatMap(documentsOf)
        .flatMap(({ name: role, statements }) =>
          statements.flatMap(({ Action }) => [Action].flat().map((action) => ({ role, action }))),
        );
      expect(asked.length).toBeGreaterThan(20);
      expect(asked.filter(({ action }) => !allowed.some((pattern) => pattern.test(action)))).toEqual([]);
    },
  );
});
