import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silent } from "../../wire/engine";
import type { JsonObject } from "../../wire/json";
import { Cloud, type Thing } from "../cloud";
import { Provider, type Resource } from "../provider";
import { Authority } from "./authority";
import { Ledger } from "./ledger";

const ACCOUNT = "111111111111";
const ROLE = "aws:iam/role:Role";
const REPOSITORY = "aws:ecr/repository:Repository";
const ZONE = "aws:route53/getZone:getZone";
const URN = `urn:pulumi:staging::thoughts::${REPOSITORY}::images`;
const INPUTS = { name: "images", tags: { team: "one" }, tagsAll: { team: "one" } };

const EVERYTHING = [
  "CreateRepository",
  "TagResource",
  "DescribeRepositories",
  "ListTagsForResource",
  "DeleteRepository",
];
const without = (action: string): readonly string[] => EVERYTHING.filter((one) => one !== action);

const thing = (type: string, id: string, inputs: JsonObject): Thing => ({
  ...{ type, key: id, id, inputs, seed: "", created: "", revision: 1 },
});
const allowing = (...actions: readonly string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

describe("a rehearsal in which a role makes the calls", () => {
  let folder: string;
  let ledger: Ledger;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-authority-"));
    ledger = new Ledger(join(folder, "ledger.jsonl"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Some engine's run, by the role `deploy` with these rights. */
  function runWith(...actions: readonly string[]): Provider {
    const policy = { role: "deploy", name: "deploy-policy", policy: allowing(...actions) };
    const things = [thing(ROLE, "deploy", {}), thing("aws:iam/rolePolicy:RolePolicy", "1", policy)];
    const authority = (account: string) => new Authority({ account, role: "deploy", things, ledger });
    const provider = new Provider({ cloud: new Cloud(join(folder, "cloud")), faults: [], engine: silent, authority });
    provider.configure({ region: "us-west-2", allowedAccountIds: `["${ACCOUNT}"]` });
    return provider;
  }
  const ecr = (actions: readonly string[]) => runWith(...actions.map((action) => `ecr:${action}`));
  const made = (): Promise<Resource> => ecr(EVERYTHING).create(URN, INPUTS, false);
  const denied = (action: string) =>
    `AccessDenied: User: arn:aws:sts::${ACCOUNT}:assumed-role/deploy/rehearsal is not authorized to perform: ${action} on ` +
    `resource: arn:aws:ecr:us-west-2:${ACCOUNT}:repository/images because no identity-based policy allows the ${action} action`;

  it("refuses to make what the role may not make, and says the statement to add", async () => {
    await expect(ecr(without("CreateRepository")).create(URN, INPUTS, false)).rejects.toThrow(
      `creating ECR Repository (images): ${denied("ecr:CreateRepository")}\n` +
        `Add to a policy of arn:aws:iam::${ACCOUNT}:role/deploy: {"Effect":"Allow","Action":"ecr:CreateRepository",` +
        `"Resource":"arn:aws:ecr:us-west-2:${ACCOUNT}:repository/images"}`,
    );
    expect(new Cloud(join(folder, "cloud")).all()).toEqual([]);
  });

  it("judges nothing in a preview, which makes no call to create something", async () => {
    await expect(ecr(["DescribeImages"]).create(URN, INPUTS, true)).resolves.toMatchObject({ id: "" });
  });

  it("refuses a change of a tag without the right to give tags", async () => {
    const { id, properties } = await made();
    const inputs = { ...INPUTS, tags: { team: "two" }, tagsAll: { team: "two" } };
    const run = ecr(without("TagResource"));
    await expect(run.update(URN, id, properties, inputs, false)).rejects.toThrow(denied("ecr:TagResource"));
    await expect(ecr(EVERYTHING).update(URN, id, properties, inputs, false)).resolves.toMatchObject(inputs);
  });

  it("refuses to read what is there without the right to look at it", async () => {
    const { id } = await made();
    const run = ecr(without("DescribeRepositories"));
    expect(() => run.read(URN, id)).toThrow(`reading ECR Repository (images): ${denied("ecr:DescribeRepositories")}`);
    expect(ecr(EVERYTHING).read(URN, id)).toBeDefined();
  });

  it("refuses to delete what the role may not delete, and it stays", async () => {
    const { id } = await made();
    await expect(ecr(without("DeleteRepository")).delete(URN, id)).rejects.toThrow(denied("ecr:DeleteRepository"));
    expect(ecr(EVERYTHING).read(URN, id)).toBeDefined();
  });

  it("refuses a question that the role may not ask", () => {
    const asked = { name: "example.com" };
    expect(() => runWith("route53:ListHostedZones").invoke(ZONE, asked)).toThrow(
      `invoking ${ZONE}: AccessDenied: User: arn:aws:sts::${ACCOUNT}:assumed-role/deploy/rehearsal is not authorized to perform: route53:GetHostedZone`,
    );
    expect(runWith("route53:*").invoke(ZONE, asked)).toMatchObject(asked);
  });

  it("says who runs the program", () => {
    expect(ecr(["DescribeImages"]).invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/rehearsal`,
    });
  });

  it("judges by the policy that a resource has, too", async () => {
    const { id } = await made();
    const policyType = "aws:ecr/repositoryPolicy:RepositoryPolicy";
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "ecr:DeleteRepository" }],
    });
    const urn = `urn:pulumi:staging::thoughts::${policyType}::images`;
    await runWith("ecr:*").create(urn, { repository: "images", policy }, false);
    await expect(runWith("ecr:*").delete(URN, id)).rejects.toThrow("with an explicit deny in a resource-based policy");
  });

  it("writes down what was allowed by which statement, and what was refused", async () => {
    await made();
    await ecr(without("CreateRepository"))
      .create(URN, INPUTS, false)
      .catch(() => undefined);
    const use = { role: "deploy", policy: "deploy-policy", statement: "1" };
    expect(ledger.uses()).toContainEqual({ ...use, action: "ecr:CreateRepository" });
    expect(ledger.uses().filter(({ action }) => action === "ecr:DescribeRepositories")).toHaveLength(1);
    expect(ledger.denials()).toMatchObject([{ role: "deploy", action: "ecr:CreateRepository" }]);
  });

  it("can't be run by a role that the account does not have", () => {
    const authority = () => new Authority({ account: ACCOUNT, role: "nobody", things: [], ledger });
    expect(authority).toThrow(`there is no role nobody in account ${ACCOUNT}; it has none.`);
  });
});
