import { z } from "zod";
import { asText, textAt } from "../../wire/json";
import type { Kind } from "../kind";
import { oneOf, tags, text } from "../values";

const MAIL = text(/^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/, "an e-mail address");

/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
export const budget: Kind = {
  type: "aws:budgets/budget:Budget",
  inputs: z.strictObject({
    name: text(/^[^:\\]{1,100}$/, "1 to 100 characters without : and \\"),
    budgetType: oneOf("COST", "USAGE"),
    limitAmount: text(/^\d+(\.\d+)?$/, `an amount as a text such as "500"`),
    limitUnit: oneOf("USD"),
    timeUnit: oneOf("DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY"),
    notifications: z
      .array(
        z.strictObject({
          comparisonOperator: oneOf("GREATER_THAN", "LESS_THAN", "EQUAL_TO"),
          notificationType: oneOf("ACTUAL", "FORECASTED"),
          threshold: z.number().positive(),
          thresholdType: oneOf("PERCENTAGE", "ABSOLUTE_VALUE"),
          subscriberEmailAddresses: z
            .array(MAIL)
            .min(1, { error: "a notification needs a subscriber" })
            .max(10, { error: "a notification has at most 10 addresses" }),
        }),
      )
      .max(10, { error: "a budget has at most 10 notifications" })
      .optional(),
    tags: tags.optional(),
  }),
  rules: ({ notifications }) => {
    const told = ((notifications ?? []) as Record<string, unknown>[]).map((each) =>
      JSON.stringify([each.comparisonOperator, each.notificationType, each.threshold, each.thresholdType]),
    );
    return new Set(told).size === told.length
      ? []
      : [{ property: "notifications", reason: "DuplicateRecordException: two notifications at the same mark" }];
  },
  name: { property: "name", maxLength: 100 },
  replaces: ["name", "budgetType", "timeUnit"],
  tagged: true,
  references: [],
  key: (inputs) => textAt(inputs, "name"),
  taken: "DuplicateRecordException",
  id: (inputs, { account }) => `${account}:${asText(inputs.name)}`,
  outputs: (inputs, { account }) => ({
    accountId: account,
    arn: `arn:aws:budgets::${account}:budget/${textAt(inputs, "name")}`,
  }),
};
