import { describe, expect, it } from "vitest";
import { checkCompute } from "./compute";
import type { NodeGroup } from "./node-group";

const group = { instanceTypes: ["m5.large"], min: 2, desired: 2, max: 4 } as const;

describe("managed node groups", () => {
  it("are one or more, each with a name", () => {
    expect(
      checkCompute({ kind: "managedNodeGroups", groups: { general: group, "spot-2": group } }, ["a", "b"]),
    ).toEqual([]);
  });

  it("are refused with all that is wrong in any of them", () => {
    const groups = { Bad_Name: group, small: { ...group, desired: 1 } };
    expect(checkCompute({ kind: "managedNodeGroups", groups }, ["a"]).map(({ path }) => path)).toEqual([
      "groups.Bad_Name",
      "groups.small.desired",
    ]);
    expect(checkCompute({ kind: "managedNodeGroups", groups: {} }, ["a"])).toEqual([
      { path: "groups", message: "there is none, so no pod could run; add one." },
    ]);
  });

  const zones = ["a", "b", "c"] as const;
  const problems = (groups: Readonly<Record<string, NodeGroup>>) =>
    checkCompute({ kind: "managedNodeGroups", groups }, zones).map(({ path, message }) => `${path}: ${message}`);

  it("always have a node in each zone in which a disk may be, by night and while nodes are replaced", () => {
    const night = { schedules: { night: { recurrence: "0 20 * * *", timeZone: "UTC", desired: 1 } } };
    const small = { ...group, min: 1, desired: 1, scaling: night };
    expect(problems({ general: small })).toEqual([
      "groups.general.zones: the nodes may be as few as 1, over 3 zones (a, b, c), and a pod whose disk is in a zone " +
        'without a node does not start. Name no more zones than nodes, such as ["a"], or raise min to 3.',
    ]);
    expect(problems({ general: { ...small, zones: ["b"] } })).toEqual([]);
    expect(problems({ general: { ...group, zones: ["a", "b"] } })).toEqual([]);
    expect(problems({ general: { ...group, min: 3, desired: 3 } })).toEqual([]);
  });

  it("may have more zones than nodes where another group keeps a node in them", () => {
    const each = (zone: "a" | "b" | "c") => ({ ...group, min: 1, desired: 1, zones: [zone] });
    const spot = { ...group, min: 1, desired: 1, capacity: "spot" as const };
    expect(problems({ a: each("a"), b: each("b"), c: each("c"), spot })).toEqual([]);
    expect(problems({ a: each("a"), spot })).toEqual([expect.stringMatching(/^groups\.spot\.zones: /)]);
  });

  it.each([[[]], [["d"]], [["a", "a"]]] as const)("are refused in the zones %j", (...[own]) => {
    expect(problems({ general: { ...group, zones: own } })).toEqual([
      `groups.general.zones: ${JSON.stringify(own)} are no zones for nodes; use some of a, b, c, each once.`,
    ]);
  });
});
