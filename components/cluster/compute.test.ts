import { describe, expect, it } from "vitest";
import { checkCompute } from "./compute";

const group = { instanceTypes: ["m5.large"], min: 2, desired: 2, max: 4 } as const;

describe("managed node groups", () => {
  it("are one or more, each with a name", () => {
    expect(checkCompute({ kind: "managedNodeGroups", groups: { general: group, "spot-2": group } })).toEqual([]);
  });

  it("are refused with all that is wrong in any of them", () => {
    const groups = { Bad_Name: group, small: { ...group, desired: 1 } };
    expect(checkCompute({ kind: "managedNodeGroups", groups }).map(({ path }) => path)).toEqual([
      "groups.Bad_Name",
      "groups.small.desired",
    ]);
    expect(checkCompute({ kind: "managedNodeGroups", groups: {} })).toEqual([
      { path: "groups", message: "there is none, so no pod could run; add one." },
    ]);
  });
});
