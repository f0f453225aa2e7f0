import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { Budget, checkBudget } from "./budget";

const plain = { limitUsd: 500, subscribers: ["platform@example.com"] };

describe("a budget", () => {
  it("tells its subscribers at half of it, when the month will end above it, and when it is spent", async () => {
    const { resources } = await record(() => {
      const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
      new Budget("budget", { ...plain, budgetName: "b" }, { provider });
    });
    const told = { thresholdType: "PERCENTAGE", subscriberEmailAddresses: ["platform@example.com"] };
    expect(resources.find(({ name }) => name === "budget-monthly")?.inputs).toMatchObject({
      limitAmount: "500",
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notifications: [
        { ...told, notificationType: "ACTUAL", threshold: 50 },
        { ...told, notificationType: "FORECASTED", threshold: 100 },
        { ...told, notificationType: "ACTUAL", threshold: 100 },
      ],
    });
  });

  it("is refused when nobody would hear of it, or it is none", () => {
    expect(checkBudget(plain)).toEqual([]);
    const messages = (change: object) => checkBudget({ ...plain, ...change }).map(({ message }) => message);
    expect(messages({ subscribers: [] })).toEqual([
      "0 addresses are not allowed; name 1 to 10, or nobody hears of it.",
    ]);
    expect(messages({ subscribers: ["platform"] })).toEqual([
      `"platform" is no mail address; use one such as "platform@example.com".`,
    ]);
    for (const limitUsd of [0, -1, Number.NaN]) {
      expect(messages({ limitUsd })).toEqual([`${limitUsd} is no budget; use US dollars a month, more than 0.`]);
    }
  });
});
