import { objectsAt, textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { arnIn, calling } from "./arns";
import { viaService } from "./kms";
import { keysOfIt, named, setting } from "./named";
import { changes, resourceTags, tagsOf } from "./tag-keys";

const arn = (subject: Subject) => arnIn(subject, "ecr", `repository/${textAt(subject.inputs, "name")}`);

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html */
function encrypting(subject: Subject, ...operations: readonly string[]): readonly Call[] {
  const [encryption] = objectsAt(subject.inputs, "encryptionConfigurations");
  return viaService(subject, textAt(encryption, "kmsKey"), "ecr", ...operations);
}

const UPDATES: Readonly<Record<string, string>> = {
  imageTagMutability: "ecr:PutImageTagMutability",
  imageScanningConfiguration: "ecr:PutImageScanningConfiguration",
};

const made = named({
  arn,
  make: "ecr:CreateRepository",
  tags: ["ecr:TagResource", "ecr:UntagResource"],
  look: ["ecr:DescribeRepositories", "ecr:ListTagsForResource"],
  after: (subject) => encrypting(subject, "CreateGrant", "DescribeKey"),
  change: (subject) =>
    Object.entries(UPDATES)
      .filter(([property]) => changes(subject, property))
      .map(([, action]) => calling(action, arn(subject), keysOfIt(subject))),
  remove: "ecr:DeleteRepository",
});

/** hashicorp/terraform-provider-aws, internal/service/ecr/repository.go */
export const repository: TypeCalls = {
  ...made,
  remove: (subject) => [...made.remove(subject), ...encrypting(subject, "RetireGrant")],
};

function onRepository(subject: Subject, action: string): Call {
  const name = textAt(subject.inputs, "repository");
  const tags = tagsOf(subject, "aws:ecr/repository:Repository", name);
  return calling(action, arnIn(subject, "ecr", `repository/${name}`), resourceTags(tags));
}

/** internal/service/ecr/lifecycle_policy.go */
export const lifecyclePolicy = setting(
  onRepository,
  "ecr:PutLifecyclePolicy",
  "ecr:GetLifecyclePolicy",
  "ecr:DeleteLifecyclePolicy",
);

/** internal/service/ecr/repository_policy.go */
export const repositoryPolicy = setting(
  onRepository,
  "ecr:SetRepositoryPolicy",
  "ecr:GetRepositoryPolicy",
  "ecr:DeleteRepositoryPolicy",
);
