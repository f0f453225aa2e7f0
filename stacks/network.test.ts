import { describe, expect, it } from "vitest";
import { CONNECTIONS, DOORS, ENTRANCES } from "../testing/connections";
import { STACKS } from "./names";
import { isLetThrough, podLabels, podSelectors, policiesOf, selects } from "./testing/network";
import { objectsOf } from "./testing/objects";

/** A pod that no NetworkPolicy is for. */
const STRANGER = "stranger";

describe("in local", async () => {
  const objects = await objectsOf("local");
  const policies = policiesOf(objects);
  const pods = new Map([[STRANGER, { app: STRANGER }], ...podLabels(objects)]);
  const connections = [...pods.keys()].flatMap((from) =>
    [...pods.keys()].filter((to) => to !== from).flatMap((to) => DOORS.map((at) => [from, to, at] as const)),
  );
  const through = connections.filter(([from, to, at]) =>
    isLetThrough(policies, { from: pods.get(from) ?? {}, to: pods.get(to) ?? {}, ...at }),
  );

  it("pods reach those that they depend on, and no other pod at any port that one listens at", () => {
    const bound = through.filter(([from, to]) => from !== STRANGER && to !== STRANGER);
    expect(bound.sort()).toEqual([...CONNECTIONS].sort());
  });

  it("a pod that no NetworkPolicy is for reaches what Ingresses lead to, and no other pod", () => {
    const reached = through.filter(([from]) => from === STRANGER).map(([, to, at]) => [to, at]);
    expect(reached.sort()).toEqual([...ENTRANCES].sort());
  });
});

describe("in production", async () => {
  const objects = await objectsOf("production");
  const policies = policiesOf(objects);
  const pods = podLabels(objects);

  it("backends are called by the services that need them and by Prometheus, and by no other pod", () => {
    const callers = (to: string) =>
      [...pods.keys()].filter((from) =>
        isLetThrough(policies, { from: pods.get(from) ?? {}, to: pods.get(to) ?? {}, port: 8000 }),
      );
    expect(callers("users-backend").sort()).toEqual(["frontend", "prometheus", "thoughts-backend"]);
    expect(callers("thoughts-backend").sort()).toEqual(["frontend", "prometheus"]);
  });
});

describe.each(STACKS)("in %s", async (stack) => {
  const objects = await objectsOf(stack);
  const pods = [...podLabels(objects)];
  const policies = policiesOf(objects);

  it("84: every selector of a NetworkPolicy meets real pods", () => {
    const selectors = podSelectors(policies);
    const idle = selectors.filter((selector) => !pods.some(([, labels]) => selects(selector, labels)));
    expect(selectors.length).toBeGreaterThan(0);
    expect([...new Set(idle.map(({ app }) => app))].sort()).toEqual([]);
  });

  it("no pod is without a NetworkPolicy", () => {
    const bare = pods.filter(
      ([, labels]) => !policies.some((policy) => selects(policy.podSelector.matchLabels, labels)),
    );
    expect(bare.map(([name]) => name)).toEqual([]);
  });
});
