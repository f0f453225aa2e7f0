import { textAt } from "../../../wire/json";
import type { Subject } from "../call";
import { calling, globalArn } from "./arns";
import { named } from "./named";
import { changes } from "./tag-keys";

const arn = (subject: Subject) => globalArn(subject, "budgets", `budget/${textAt(subject.inputs, "name")}`);

/**
 * hashicorp/terraform-provider-aws, internal/service/budgets/budget.go. Making, changing and deleting are one permission:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
 */
export const budget = named({
  arn,
  make: "budgets:ModifyBudget",
  tags: ["budgets:TagResource", "budgets:UntagResource"],
  look: ["budgets:ViewBudget", "budgets:ListTagsForResource"],
  change: (subject) =>
    changes(subject, "limitAmount", "limitUnit", "notifications")
      ? [calling("budgets:ModifyBudget", arn(subject))]
      : [],
  remove: "budgets:ModifyBudget",
});
