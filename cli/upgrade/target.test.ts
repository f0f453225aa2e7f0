import { describe, expect, it } from "vitest";
import { UserError } from "../../engine/user-error";
import { targetOf } from "./target";

describe("the version to go to", () => {
  const months = { released: "2026-01-27", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" };
  const calendar = { "1.34": months, "1.35": months, "1.36": months };
  const target = (given: string | undefined, current = "1.35") => targetOf(given, current, calendar);

  it("is the next one, unless another is asked for", () => {
    expect(target(undefined)).toBe("1.36");
    expect(target("1.36", "1.34")).toBe("1.36");
  });

  it("may be the one that is there, in the middle of an upgrade", () => {
    expect(target("1.35")).toBe("1.35");
  });

  it.each(["1.40", "135", "v1.36", "1.36.0", "latest", "toString", ""])("can't be %j", (given) => {
    expect(() => target(given)).toThrow(
      new UserError(`--to ${given} is no minor version of Kubernetes that EKS has; allowed are 1.34, 1.35, 1.36.`),
    );
  });

  it("can't be older than the control plane", () => {
    expect(() => target("1.34")).toThrow("--to 1.34 is older than the control plane, which has 1.35");
  });

  it("is not known before the calendar has it", () => {
    expect(() => target(undefined, "1.36")).toThrow("EKS has no 1.37 yet by the calendar");
  });
});
