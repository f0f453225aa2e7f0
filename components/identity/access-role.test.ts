import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { AccessRole, type AccessRoleArgs, checkAccessRole, type Trusted } from "./access-role";
import { GithubActions } from "./github-actions";
import { boundedBy } from "./permissions-boundary";

const ACCOUNT = "123456789012";
const PEOPLE: Trusted = { kind: "people", account: ACCOUNT };
type Given = Partial<AccessRoleArgs> & { readonly trust?: (issuer: GithubActions) => Trusted };

async function recorded({ trust, ...args }: Given = {}) {
  const { resources } = await record(() => {
    const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: [ACCOUNT] });
    const trusted = trust?.(new GithubActions("github", { issuer: "create" }, { provider })) ?? PEOPLE;
    new AccessRole("r", { roleName: "deploy", trusted: [trusted], ...args }, { provider });
  });
  return (role: string) => resources.find(({ name }) => name === `r-${role}`)?.inputs;
}

async function statements(given: Given = {}): Promise<readonly unknown[]> {
  const policy = (await recorded(given))("role")?.assumeRolePolicy as string;
  return (JSON.parse(policy) as { Statement: unknown[] }).Statement;
}

describe("a role that is taken on from outside", () => {
  it("by workflows is for one repository, and for what they run for", async () => {
    const subjects = ["environment:staging"];
    const trust = (issuer: GithubActions) => ({ kind: "github", issuer, repository: "a/b", subjects }) as const;
    expect(await statements({ trust })).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: "arn-of-github-issuer" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": ["repo:a/b:environment:staging"],
          },
        },
      },
    ]);
  });

  it("by people is for users who have just shown a second factor, and for those of Identity Center, of this account", async () => {
    const people = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "sts:AssumeRole" };
    const sso = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/*`;
    expect(await statements()).toEqual([
      {
        Effect: "Allow",
        ...people,
        Condition: {
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        },
      },
      { Effect: "Allow", ...people, Condition: { ArnLike: { "aws:PrincipalArn": sso } } },
    ]);
  });

  it("may last for some hours where it is told so", async () => {
    expect((await recorded({ sessionHours: 4 }))("role")).toMatchObject({ maxSessionDuration: 14_400 });
  });

  it.each([0, 13, 1.5])("can't last for %d hours", (sessionHours) => {
    expect(checkAccessRole({ trusted: [PEOPLE], sessionHours })).toEqual([
      { path: "sessionHours", message: `${sessionHours} hours are not possible; use 1 to 12.` },
    ]);
  });

  it("lasts for an hour, and may do what it is given and nothing else", async () => {
    const permissions = { read: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }] } as const;
    const find = await recorded({ permissions });
    expect(find("role")).toMatchObject({ name: "deploy", maxSessionDuration: 3_600 });
    expect(JSON.parse(String(find("read")?.policy))).toEqual({ Version: "2012-10-17", Statement: permissions.read });
  });

  it.each(["*", "environment:*", "ref:refs/heads/*", "environment", "ref:main"])(
    "is not for workflows that run for %j",
    (subject) => {
      const trusted = { kind: "github", repository: "a/b", subjects: [subject] } as unknown as Trusted;
      expect(checkAccessRole({ trusted: [trusted] })).toEqual([
        {
          path: "trusted.subjects",
          message: expect.stringContaining(`"${subject}" is nothing a workflow runs for`) as string,
        },
      ]);
    },
  );

  it.each(["a/b", "a@12/b@34"])("is for the repository %j, as its tokens name it", (repository) => {
    const trusted = { kind: "github", repository, subjects: ["environment:staging"] } as unknown as Trusted;
    expect(checkAccessRole({ trusted: [trusted] })).toEqual([]);
  });

  it.each(["a", "a/b/c", "*/b", "a/*", "a@12/b", "a/b@34", "a@x/b@34"])(
    "is not for the repository %j",
    (repository) => {
      const trusted = { kind: "github", repository, subjects: ["pull_request"] } as unknown as Trusted;
      expect(checkAccessRole({ trusted: [trusted] }).map(({ path }) => path)).toEqual(["trusted.repository"]);
    },
  );
});

describe("a boundary", () => {
  it("is put around roles, with their path, whoever makes them, and around nothing else", () => {
    const bounded = boundedBy("arn:boundary", "/thoughts/staging/");
    const asked = { name: "r", custom: true, props: { name: "r" }, opts: {} };
    expect(bounded({ ...asked, type: "aws:iam/role:Role" })).toMatchObject({
      props: { name: "r", permissionsBoundary: "arn:boundary", path: "/thoughts/staging/" },
    });
    expect(bounded({ ...asked, type: "aws:s3/bucket:Bucket" })).toBeUndefined();
  });
});
