import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../components/identity/service-role";
import { repositoryPrefix } from "../account/names";
import { type AccountResources, readState } from "./permissions";

/** What the names of all demos start with. */
const DEMOS = "demo-*";

/** Where the engine keeps what it knows of a stack of this project. */
const PLACES = ["stacks/thoughts", "history/thoughts", "backups/thoughts", "locks/organization/thoughts"];

/**
 * What makes and removes demos may do by itself: it reads the state of the environment that they are copies of, with the secrets in
 * it, and changes the states, the certificates and the records of demos alone. It pushes no image, and makes no role.
 */
export function demoPermissions(resources: AccountResources): Readonly<Record<string, readonly Statement[]>> {
  return {
    state: [...readState(resources), ...writeStates(resources)],
    edge: edgePermissions(resources),
    images: imagePermissions(resources),
  };
}

/** @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/ for where the engine keeps the state of a stack */
function writeStates({ stateBucketArn, stateKeyArn }: AccountResources): readonly Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:DeleteObject"],
      // By folder: a file in the folder of another stack's locks would lock that stack.
      Resource: PLACES.map((place) => pulumi.interpolate`${stateBucketArn}/.pulumi/${place}/${DEMOS}`),
    },
    { Effect: "Allow", Action: ["kms:Encrypt", "kms:GenerateDataKey"], Resource: stateKeyArn },
  ];
}

/**
 * A certificate bears the name of its demo, and the records that validate it are below the demo's own part of the domain.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
function edgePermissions({ account, region, domain, zoneId }: AccountResources): readonly Statement[] {
  const certificates = `arn:aws:acm:${region}:${account}:certificate/*`;
  return [
    {
      Effect: "Allow",
      Action: ["acm:RequestCertificate", "acm:AddTagsToCertificate"],
      Resource: certificates,
      Condition: { StringLike: { "aws:RequestTag/environment": DEMOS } },
    },
    {
      Effect: "Allow",
      Action: ["acm:DeleteCertificate", "acm:RemoveTagsFromCertificate"],
      Resource: certificates,
      Condition: { StringLike: { "aws:ResourceTag/environment": DEMOS } },
    },
    {
      Effect: "Allow",
      Action: "route53:ChangeResourceRecordSets",
      Resource: pulumi.interpolate`arn:aws:route53:::hostedzone/${zoneId}`,
      Condition: {
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": `*.${DEMOS}.${domain}` },
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": "CNAME" },
      },
    },
  ];
}

/** Which images there are of a branch. */
function imagePermissions(resources: AccountResources): readonly Statement[] {
  const { account, region } = resources;
  return [
    {
      Effect: "Allow",
      Action: "ecr:BatchGetImage",
      Resource: `arn:aws:ecr:${region}:${account}:repository/${repositoryPrefix(resources)}*`,
    },
    { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  ];
}
