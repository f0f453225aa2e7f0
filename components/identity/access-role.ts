import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { type Problem, under } from "../base/problems";
import { refuse } from "../base/refusal";
import type { GithubActions } from "./github-actions";
import { GITHUB_ISSUER } from "./github-issuer";
import type { Statement } from "./service-role";

/** Who takes a role on. */
export type Trusted =
  /** Workflows of a GitHub repository, for what they run for: `environment:staging`, `pull_request`. */
  | {
      readonly kind: "github";
      readonly issuer: GithubActions;
      /** As its tokens name it: `owner/name`, or `owner@12/name@34`. */
      readonly repository: string;
      readonly subjects: readonly string[];
    }
  /**
   * People of the account: its users, who have just shown a second factor, and those who log in by IAM Identity Center.
   * Their own policies or permission sets must allow them `sts:AssumeRole` on the role, too.
   */
  | { readonly kind: "people"; readonly account: string };

const CHILDREN = {
  role: aws.iam.Role,
  managed: each(aws.iam.RolePolicyAttachment, (purpose) => purpose),
  policy: each(aws.iam.RolePolicy, (topic) => topic),
};

export interface AccessRoleArgs extends Transformable<typeof CHILDREN> {
  /** The name that people and workflows call it by. */
  readonly roleName: string;
  readonly trusted: readonly [Trusted, ...Trusted[]];
  /**
   * How long a session may last, in hours: 1 to 12. AWS ends a session after one hour all the same if another role has
   * taken this one, which is so by Identity Center.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html (role chaining)
   * @default 1
   */
  readonly sessionHours?: number;
  /** What it may do, by topic. @default - nothing */
  readonly permissions?: Readonly<Record<string, readonly Statement[]>>;
  /** Policies that AWS keeps, by what they are for. @default - none */
  readonly managedPolicies?: Readonly<Record<string, string>>;
}

const HOUR = 3_600;

/**
 * A repository as GitHub's tokens name it, and what its workflows run for; a `*` would let in whatever comes. Tokens of a
 * repository that was made, renamed or moved since June 2026 name owner and repository with their numbers.
 * @see https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
 */
const REPOSITORY = /^([\w.-]+\/[\w.-]+|[\w.-]+@\d+\/[\w.-]+@\d+)$/;
const SUBJECT = /^(pull_request|environment:[\w.-]+|ref:refs\/(heads|tags)\/[\w./-]+)$/;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (MaxSessionDuration) */
const LONGEST_SESSION_HOURS = 12;

export function checkAccessRole({
  trusted,
  sessionHours = 1,
}: Pick<AccessRoleArgs, "trusted" | "sessionHours">): readonly Problem[] {
  const inRange = Number.isInteger(sessionHours) && sessionHours >= 1 && sessionHours <= LONGEST_SESSION_HOURS;
  return [
    ...trusted.flatMap((one) => checkTrusted(one)),
    ...(inRange
      ? []
      : [
          {
            path: "sessionHours",
            message: `${sessionHours} hours are not possible; use 1 to ${LONGEST_SESSION_HOURS}.`,
          },
        ]),
  ];
}

function checkTrusted(trusted: Trusted): readonly Problem[] {
  if (trusted.kind === "people") {
    return [];
  }
  const { repository, subjects } = trusted;
  const problems: Problem[] = subjects
    .filter((subject) => !SUBJECT.test(subject))
    .map((subject) => ({
      path: "trusted.subjects",
      message: `"${subject}" is nothing a workflow runs for; use one such as "environment:staging", "pull_request" or "ref:refs/heads/main".`,
    }));
  return [...problems, ...under("trusted", checkRepository(repository))];
}

export function checkRepository(repository: string): readonly Problem[] {
  return REPOSITORY.test(repository)
    ? []
    : [
        {
          path: "repository",
          message: `"${repository}" is no repository; use owner and name such as "example/thoughts", with the numbers of both, "example@12/thoughts@34", if GitHub's tokens name them (docs/bootstrap.md).`,
        },
      ];
}

/**
 * A role that people or workflows take on, for some hours at a time.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
 * @throws {ProblemsError} from {@link checkAccessRole}, before the first child
 */
export class AccessRole extends Component<typeof CHILDREN> {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AccessRoleArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`role ${name}`, checkAccessRole(args));
    super("identity:AccessRole", name, CHILDREN, args, opts);
    const role = this.make("role", {
      name: args.roleName,
      assumeRolePolicy: trustPolicy(args.trusted),
      maxSessionDuration: (args.sessionHours ?? 1) * HOUR,
    });
    for (const [topic, statements] of Object.entries(args.permissions ?? {})) {
      const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
      this.makeEach("policy", topic, { role: role.name, policy });
    }
    for (const [purpose, policy] of Object.entries(args.managedPolicies ?? {})) {
      this.makeEach("managed", purpose, { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` });
    }
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

function trustPolicy(trusted: readonly Trusted[]): pulumi.Output<string> {
  const statements = trusted.flatMap(trust).map((statement) => ({ Effect: "Allow", ...statement }));
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

interface TrustStatement {
  readonly Principal: Readonly<Record<string, pulumi.Input<string>>>;
  readonly Action: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

function trust(trusted: Trusted): readonly TrustStatement[] {
  switch (trusted.kind) {
    case "github": {
      const { issuer, repository, subjects } = trusted;
      return [
        {
          Principal: { Federated: issuer.arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${GITHUB_ISSUER}:aud`]: "sts.amazonaws.com",
              [`${GITHUB_ISSUER}:sub`]: subjects.map((subject) => `repo:${repository}:${subject}`),
            },
          },
        },
      ];
    }
    case "people": {
      const { account } = trusted;
      const people = { Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" };
      return [
        {
          ...people,
          // The second factor has to have been shown within the last hour.
          Condition: {
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            NumericLessThan: { "aws:MultiFactorAuthAge": String(HOUR) },
          },
        },
        {
          ...people,
          // Their sessions do not say whether a second factor was shown: that is a setting of Identity Center. Nobody else
          // can make a role under this path.
          // https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
          Condition: {
            ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*` },
          },
        },
      ];
    }
    default:
      return trusted satisfies never;
  }
}
