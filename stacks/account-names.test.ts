import { describe, expect, it } from "vitest";
import { record, type Recorded } from "../components/testing/recording";
import { createBootstrap } from "../infra/bootstrap/bootstrap";
import type { Environment } from "../infra/environment";
import type { Observability } from "../infra/observability/choice";
import { kindOf } from "../sandbox/providers/aws/kinds";
import { bootstrapOf, environmentOf } from "./environments";
import { AWS_STACKS, type AwsStack } from "./names";
import { runProgram } from "./program";
import { committedConfig, TODAY } from "./testing/settings";

// Both environments, and what is there before them, in one account. Names and limits are AWS's, each from its own page.

/** Longest name of an environment that is let through (stacks/limits.test.ts). */
const LONGEST = "e".repeat(29);
/** What the engine adds to a name that the program does not say: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming */
const RANDOM = "-0123abc";

/** How a type is named in an account. `made` is by the engine: the logical name, and random letters behind it. */
type Naming =
  | {
      readonly by: string;
      readonly most: number;
      readonly pattern?: RegExp;
      /** Only within what it is part of, which bears the environment. @default - none: the name is the account's */
      readonly within?: string;
    }
  /** AWS gives it an identifier, and it may have any name. */
  | "identifier"
  /** It is a setting of another one. */
  | { readonly of: string };

const LETTERS = /^[\w+=,.@-]+$/;
const BUCKET_PART = { of: "bucket" } as const;

/** Every type that the programs make. The property of the name, with its limit. */
const NAMING: Readonly<Record<string, Naming>> = {
  "aws:acm/certificate:Certificate": "identifier",
  "aws:acm/certificateValidation:CertificateValidation": { of: "certificateArn" },
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html
  "aws:autoscaling/schedule:Schedule": { by: "scheduledActionName", most: 255, within: "autoscalingGroupName" },
  // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
  "aws:budgets/budget:Budget": { by: "name", most: 100, pattern: /^[^:\\]+$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  "aws:cloudwatch/logGroup:LogGroup": { by: "name", most: 512, pattern: /^[\w./#-]+$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
  "aws:cloudwatch/logStream:LogStream": { by: "name", most: 512, pattern: /^[^:*]+$/, within: "logGroupName" },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { of: "vpcId" },
  "aws:ec2/eip:Eip": "identifier",
  "aws:ec2/flowLog:FlowLog": "identifier",
  "aws:ec2/internetGateway:InternetGateway": "identifier",
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
  "aws:ec2/launchTemplate:LaunchTemplate": { by: "made", most: 128, pattern: /^[\w().\/-]{3,}$/ },
  "aws:ec2/natGateway:NatGateway": "identifier",
  "aws:ec2/route:Route": { of: "routeTableId" },
  "aws:ec2/routeTable:RouteTable": "identifier",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { of: "subnetId" },
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
  "aws:ec2/securityGroup:SecurityGroup": { by: "made", most: 255, pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/ },
  "aws:ec2/subnet:Subnet": "identifier",
  "aws:ec2/vpc:Vpc": "identifier",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "identifier",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { of: "repository" },
  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
  "aws:ecr/repository:Repository": {
    by: "name",
    most: 256,
    pattern: /^(?=.{2})(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { of: "repository" },
  "aws:eks/accessEntry:AccessEntry": { of: "clusterName" },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": { of: "clusterName" },
  "aws:eks/addon:Addon": { by: "addonName", most: 100, within: "clusterName" },
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
  "aws:eks/nodeGroup:NodeGroup": { by: "made", most: 63, pattern: /^[0-9A-Za-z][\w-]*$/, within: "clusterName" },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { of: "clusterName" },
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
  "eks:index:Cluster": { by: "name", most: 100, pattern: /^[0-9A-Za-z][\w-]*$/ },
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { by: "url", most: 255 },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, for these four
  "aws:iam/policy:Policy": { by: "name", most: 128, pattern: LETTERS },
  "aws:iam/role:Role": { by: "name", most: 64, pattern: LETTERS },
  "aws:iam/rolePolicy:RolePolicy": { by: "made", most: 128, pattern: LETTERS, within: "role" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { of: "role" },
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
  "aws:kms/alias:Alias": { by: "name", most: 256, pattern: /^alias\/(?!aws\/)[\w/-]+$/ },
  "aws:kms/key:Key": "identifier",
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  "aws:rds/instance:Instance": { by: "identifier", most: 63, pattern: /^(?!.*--)[a-z][a-z0-9-]*[a-z0-9]$/ },
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html
  "aws:rds/parameterGroup:ParameterGroup": { by: "made", most: 255, pattern: /^(?!.*--)[a-z][a-z0-9-]*[a-z0-9]$/ },
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html
  "aws:rds/subnetGroup:SubnetGroup": { by: "made", most: 255, pattern: /^(?!default$)[a-z0-9][a-z0-9 ._-]*$/ },
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
  "aws:route53/record:Record": { by: "name", most: 255, within: "zoneId" },
  "aws:route53/zone:Zone": { by: "name", most: 255 },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  "aws:s3/bucket:Bucket": { by: "bucket", most: 63, pattern: /^[a-z0-9][a-z0-9-]+[a-z0-9]$/ },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": BUCKET_PART,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": BUCKET_PART,
  "aws:s3/bucketPolicy:BucketPolicy": BUCKET_PART,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": BUCKET_PART,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": BUCKET_PART,
  "aws:s3/bucketVersioning:BucketVersioning": BUCKET_PART,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { of: "securityGroupId" },
};

const ACCOUNT = "111111111111";

interface Named extends Recorded {
  readonly environment: string;
}

/** What an environment and its bootstrap make, in the account that both environments are in. */
async function resourcesOf(stack: AwsStack, change: (environment: Environment) => Environment = (same) => same) {
  const inAccount = (name: string, more: object) => {
    const config = committedConfig(name);
    return { ...config, thoughts: { ...config.thoughts, account: ACCOUNT, ...more } };
  };
  const githubIssuer = stack === "staging" ? "create" : "existing";
  const bootstrap = bootstrapOf(inAccount(`bootstrap-${stack}`, { imageSources: [], githubIssuer }));
  const environment = change(environmentOf(inAccount(stack, { imageReaders: ["333333333333"] })));
  const { name } = environment;
  const { resources } = await record(() => {
    createBootstrap({ ...bootstrap, environment: name });
    runProgram(environment, TODAY);
  });
  return resources
    .filter(({ type }) => /^(aws|eks):/.test(type))
    .map((resource): Named => ({ ...resource, environment: name }));
}

/** Whole production under the longest name that an environment may have; its secrets have the name in theirs. */
function renamed({ observability, ...environment }: Environment): Environment {
  const own = JSON.stringify(observability).replaceAll("thoughts/production/", `thoughts/${LONGEST}/`);
  return { ...environment, name: LONGEST, observability: JSON.parse(own) as Observability };
}

/** The name that AWS is given. @returns undefined for what has none of its own */
function nameOf({ type, name, inputs }: Recorded): string | undefined {
  const naming = NAMING[type];
  if (naming === undefined || typeof naming === "string" || "of" in naming) {
    return undefined;
  }
  const said = naming.by === "made" ? inputs.name : inputs[naming.by];
  return typeof said === "string" ? said : `${name}${RANDOM}`;
}

/** Whether the name is that of one thing in the whole account: said by the program, and not part of something. */
function isOfAccount({ type, inputs }: Recorded): boolean {
  const naming = NAMING[type];
  return typeof naming === "object" && "by" in naming && naming.within === undefined && naming.by in inputs;
}

describe("both environments in one account", async () => {
  const all: Named[] = [];
  for (const stack of AWS_STACKS) {
    all.push(...(await resourcesOf(stack)));
  }

  it("make nothing but types whose names are in this table", () => {
    expect([...new Set(all.map(({ type }) => type))].sort()).toEqual(Object.keys(NAMING).sort());
  });

  it("have no two things of one name, as the program says it", () => {
    const names = all.filter(isOfAccount).map((resource) => `${resource.type} ${nameOf(resource) ?? ""}`);
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it("have no two things that AWS takes for one, as the stand-in knows it", () => {
    const keys = all.flatMap((resource) => {
      const { key } = resource.type.startsWith("aws:") ? kindOf(resource.type) : {};
      return key === undefined || !isOfAccount(resource) ? [] : [`${resource.type} ${key(resource.inputs as never)}`];
    });
    expect(keys.length).toBeGreaterThan(60);
    expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual([]);
  });

  it("bear the environment in every name that people and policies meet, but in what is of the account or the domain", () => {
    const without = all
      .filter((resource) => isOfAccount(resource) && !(nameOf(resource) ?? "").includes(resource.environment))
      .map(({ type, inputs }) => `${type} ${String(inputs.name ?? inputs.url)}`);
    expect(without).toEqual([
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider https://token.actions.githubusercontent.com",
      // It is the domain that the settings say.
      "aws:route53/zone:Zone thoughts.example.com",
    ]);
  });
});

describe("the longest names that the settings allow", async () => {
  const all = await resourcesOf("production", renamed);
  const named = all.filter((resource) => nameOf(resource) !== undefined);

  it.each(Object.entries(NAMING).filter(([, naming]) => typeof naming === "object" && "by" in naming))(
    "of %s are ones that AWS takes",
    (type, naming) => {
      const { most, pattern = /^/ } = naming as Extract<Naming, { by: string }>;
      const names = named.filter((resource) => resource.type === type).map((one) => nameOf(one) ?? "");
      expect(names.filter((name) => name.length > most || !pattern.test(name))).toEqual([]);
    },
  );

  it("leave a backend a name of 18 characters, also for the server that a drill restores", () => {
    const ofBackend = named.flatMap((resource) => {
      const name = nameOf(resource) ?? "";
      const { most } = NAMING[resource.type] as Extract<Naming, { by: string }>;
      const names = resource.type === "aws:rds/instance:Instance" ? [name, `${name}-drill`] : [name];
      return names.filter((one) => one.includes("users-backend")).map((one) => most - one.length);
    });
    expect(ofBackend.length).toBeGreaterThan(8);
    expect(Math.min(...ofBackend) + "users-backend".length).toBe(18);
  });
});
