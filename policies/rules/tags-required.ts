import type { ResourceValidationPolicy } from "@pulumi/policy";

/** What every bill and every alarm asks: whose is it, where does it belong, what is it for, who pays? */
export const REQUIRED_TAGS = ["system", "environment", "owner", "cost-centre", "service"] as const;

/** What can't be tagged on AWS: parts and settings of something that is. */
const UNTAGGED: ReadonlySet<string> = new Set([
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:autoscaling/policy:Policy",
  "aws:autoscaling/schedule:Schedule",
  "aws:cloudwatch/logStream:LogStream",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/route:Route",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:kms/alias:Alias",
  "aws:route53/record:Record",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
]);

/**
 * Gets no tags from a provider: its tags may be those of its instances too.
 * @see https://www.hashicorp.com/blog/default-tags-in-the-terraform-aws-provider
 */
const SCALING_GROUP = "aws:autoscaling/group:Group";

/**
 * What bears no tags is found by nobody when it is to be paid for, cleaned up, or explained.
 * @see https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html
 */
export const tagsRequired: ResourceValidationPolicy = {
  name: "tags-required",
  description: `Everything on AWS bears the tags ${REQUIRED_TAGS.join(", ")}.`,
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps:
    "Give the AWS provider all of them as defaultTags, and a resource of one service its own `service`.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  validateResource: ({ type, props, provider }, report) => {
    if (!type.startsWith("aws:") || UNTAGGED.has(type)) {
      return;
    }
    const isGroup = type === SCALING_GROUP;
    const own = isGroup ? listedTags(props.tags) : { ...objectIn(props.tags), ...objectIn(props.tagsAll) };
    const tags = { ...(isGroup ? {} : defaultTagsOf(provider?.props)), ...own };
    const missing = REQUIRED_TAGS.filter((tag) => typeof tags[tag] !== "string" || tags[tag] === "");
    if (missing.length > 0) {
      report(
        `it lacks the tags ${missing.join(", ")}. Give them to the provider as defaultTags; what can't be tagged at all ` +
          "is listed in policies/rules/tags-required.ts.",
      );
    }
  },
};

/** Its tags are a list of keys and values. */
function listedTags(tags: unknown): Readonly<Record<string, unknown>> {
  const list = (Array.isArray(tags) ? tags : []).map(objectIn);
  return Object.fromEntries(list.map(({ key, value }) => [String(key), value]));
}

/**
 * What the provider puts on all that it makes. The engine asks the rules also about what `--exclude` leaves out, before the provider has
 * put its tags on it. An argument of a provider that is an object is handed over as JSON.
 */
function defaultTagsOf(provider: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const { defaultTags } = provider;
  const isJson = typeof defaultTags === "string" && defaultTags.startsWith("{");
  return objectIn(objectIn(isJson ? JSON.parse(defaultTags) : defaultTags).tags);
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}
