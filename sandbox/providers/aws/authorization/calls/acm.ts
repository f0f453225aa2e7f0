import { textAt } from "../../../wire/json";
import type { Subject, TypeCalls } from "../call";
import { arnIn, calling } from "./arns";
import { named } from "./named";

/** hashicorp/terraform-provider-aws, internal/service/acm/certificate.go; AWS chooses the identifier. */
export const certificate = named({
  arn: (subject) => subject.id ?? arnIn(subject, "acm", "certificate/*"),
  make: "acm:RequestCertificate",
  tags: ["acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"],
  look: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
  remove: "acm:DeleteCertificate",
});

const describe = (subject: Subject) => [calling("acm:DescribeCertificate", textAt(subject.inputs, "certificateArn"))];

/** internal/service/acm/certificate_validation.go: it waits, and makes nothing. */
export const certificateValidation: TypeCalls = {
  create: describe,
  read: describe,
  update: describe,
  remove: () => [],
};
