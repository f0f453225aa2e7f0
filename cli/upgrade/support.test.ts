import { describe, expect, it } from "vitest";
import { judgeCalendar, type SupportQuestion } from "./support";

describe("the calendar of versions", () => {
  const calendar = {
    "1.35": { released: "2026-01-27", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
    "1.36": { released: "2026-06-02", standardUntil: "2027-08-02", extendedUntil: "2028-08-02" },
  };
  const judged = (question: Partial<SupportQuestion>) =>
    judgeCalendar({ current: "1.35", target: "1.36", calendar, today: "2026-11-25", eks: true, ...question });

  it("says until when there is standard support for both", () => {
    expect(judged({})).toEqual([
      { kind: "ok", text: "on EKS, Kubernetes 1.35 has standard support until 2027-03-27" },
      { kind: "ok", text: "on EKS, Kubernetes 1.36 has standard support until 2027-08-02" },
    ]);
    expect(judged({ target: "1.35" })).toHaveLength(1);
  });

  it("makes nothing of it that the present version's support has ended, or is about to: that is what the upgrade mends", () => {
    expect(judged({ today: "2027-02-01" })[0]?.kind).toBe("note");
    expect(judged({ today: "2027-04-01" }).map(({ kind }) => kind)).toEqual(["note", "ok"]);
  });

  it("refuses a version whose support has ended, or that is not there yet", () => {
    expect(judged({ today: "2027-08-03" })[1]).toMatchObject({ kind: "failure" });
    expect(judged({ today: "2026-05-01" })[1]).toMatchObject({
      kind: "failure",
      text: expect.stringContaining("is not there before 2026-06-02") as string,
    });
  });

  it("is only told to clusters that AWS has no part in", () => {
    expect(judged({ today: "2027-08-03", eks: false })[1]?.kind).toBe("note");
  });
});
