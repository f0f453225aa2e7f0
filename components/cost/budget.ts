import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import type { Problem } from "../base/problems";

/** What a month may cost, and who hears of it when it costs more. */
export interface MonthlyBudget {
  /** In US dollars, a month. */
  readonly limitUsd: number;
  /** Mail addresses. */
  readonly subscribers: readonly string[];
}

const CHILDREN = {
  monthly: aws.budgets.Budget,
};

export interface BudgetArgs extends MonthlyBudget, Transformable<typeof CHILDREN> {
  readonly budgetName: string;
}

/** When subscribers are told: in time to do something, and when it is too late. */
const MARKS = [
  { notificationType: "ACTUAL", threshold: 50 },
  { notificationType: "FORECASTED", threshold: 100 },
  { notificationType: "ACTUAL", threshold: 100 },
] as const;

const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html */
const MOST_SUBSCRIBERS = 10;

export function checkBudget({ limitUsd, subscribers }: MonthlyBudget): readonly Problem[] {
  const problems: Problem[] = subscribers
    .filter((subscriber) => !MAIL.test(subscriber))
    .map((subscriber) => ({
      path: "subscribers",
      message: `"${subscriber}" is no mail address; use one such as "platform@example.com".`,
    }));
  if (subscribers.length < 1 || subscribers.length > MOST_SUBSCRIBERS) {
    problems.push({
      path: "subscribers",
      message: `${subscribers.length} addresses are not allowed; name 1 to ${MOST_SUBSCRIBERS}, or nobody hears of it.`,
    });
  }
  if (!(limitUsd > 0)) {
    problems.push({ path: "limitUsd", message: `${limitUsd} is no budget; use US dollars a month, more than 0.` });
  }
  return problems;
}

/**
 * Mails when the account's month costs more than it should, or will. The whole account counts: a budget for a tag counts
 * nothing until somebody has made the tag one for cost allocation, and says nothing of that.
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 */
export class Budget extends Component<typeof CHILDREN> {
  readonly budgetName: pulumi.Output<string>;

  constructor(name: string, args: BudgetArgs, opts: pulumi.ComponentResourceOptions) {
    super("cost:Budget", name, CHILDREN, args, opts);
    const { budgetName, limitUsd, subscribers } = args;
    const budget = this.make("monthly", {
      name: budgetName,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(limitUsd),
      limitUnit: "USD",
      notifications: MARKS.map((mark) => ({
        ...mark,
        comparisonOperator: "GREATER_THAN",
        thresholdType: "PERCENTAGE",
        subscriberEmailAddresses: [...subscribers],
      })),
    });
    this.budgetName = budget.name;
    this.registerOutputs({ budgetName: this.budgetName });
  }
}
