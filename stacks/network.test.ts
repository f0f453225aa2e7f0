import { describe, expect, it } from "vitest";
import { STACKS } from "./testing/graph";
import { type Connection, isLetThrough, podLabels, podSelectors, policiesOf, selects } from "./testing/network";
import { objectsOf } from "./testing/objects";

/** Pods that other parts of the system bring, by what policies know of them. */
const OUTSIDERS = { prometheus: { app: "prometheus" }, syslog: { app: "syslog" }, stranger: { app: "stranger" } };

const HTTP = { port: 8000 };
const POSTGRES = { port: 5432 };

/** Every connection between two pods that there is to be. */
const MEANT: readonly (readonly [from: string, to: string, at: Pick<Connection, "port" | "protocol">])[] = [
  ["frontend", "users-backend", HTTP],
  ["frontend", "thoughts-backend", HTTP],
  ["thoughts-backend", "users-backend", HTTP],
  ["users-backend", "users-backend-db", POSTGRES],
  ["thoughts-backend", "thoughts-backend-db", POSTGRES],
  ["users-backend-migration", "users-backend-db", POSTGRES],
  ["thoughts-backend-migration", "thoughts-backend-db", POSTGRES],
  ["prometheus", "frontend", HTTP],
  ["prometheus", "users-backend", HTTP],
  ["prometheus", "thoughts-backend", HTTP],
  ["frontend", "syslog", { port: 5140, protocol: "UDP" }],
  ["users-backend", "syslog", { port: 5140, protocol: "UDP" }],
  ["thoughts-backend", "syslog", { port: 5140, protocol: "UDP" }],
];

describe("in local", async () => {
  const objects = await objectsOf("local");
  const policies = policiesOf(objects);
  const pods = new Map([...Object.entries(OUTSIDERS), ...podLabels(objects)]);

  it("pods reach those that they depend on, and no other pod at any port that one listens at", () => {
    const connections = [...pods.keys()].flatMap((from) =>
      [...pods.keys()]
        .filter((to) => to !== from)
        .flatMap((to) =>
          [HTTP, POSTGRES, { port: 5140, protocol: "UDP" } as const, { port: 22 }].map((at) => ({ from, to, at })),
        ),
    );
    const through = connections.filter(({ from, to, at }) =>
      isLetThrough(policies, { from: pods.get(from) ?? {}, to: pods.get(to) ?? {}, ...at }),
    );
    // A node port lets in whoever reaches the node, so every pod may call the services that have one.
    const services = ["frontend", "users-backend", "thoughts-backend"];
    const free = through.filter(
      ({ from, to, at }) => !(from in OUTSIDERS && (to in OUTSIDERS || (services.includes(to) && at === HTTP))),
    );
    const meant = MEANT.filter(([from]) => !(from in OUTSIDERS));
    expect(free.map(({ from, to, at }) => [from, to, at]).sort()).toEqual([...meant].sort());
  });
});

describe("in production", async () => {
  const objects = await objectsOf("production");
  const policies = policiesOf(objects);
  const pods = new Map([...Object.entries(OUTSIDERS), ...podLabels(objects)]);

  it("backends are called by the services that need them and by Prometheus, and by no other pod", () => {
    const callers = (to: string) =>
      [...pods.keys()].filter((from) =>
        isLetThrough(policies, { from: pods.get(from) ?? {}, to: pods.get(to) ?? {}, ...HTTP }),
      );
    expect(callers("users-backend").sort()).toEqual(["frontend", "prometheus", "thoughts-backend"]);
    expect(callers("thoughts-backend").sort()).toEqual(["frontend", "prometheus"]);
  });
});

describe.each(STACKS)("in %s", async (stack) => {
  const objects = await objectsOf(stack);
  const pods = [...podLabels(objects)];
  const policies = policiesOf(objects);

  it("84: every selector of a NetworkPolicy meets real pods, but for those that observe", () => {
    const selectors = podSelectors(policies);
    const idle = selectors.filter((selector) => !pods.some(([, labels]) => selects(selector, labels)));
    expect(selectors.length).toBeGreaterThan(0);
    expect([...new Set(idle.map(({ app }) => app))].sort()).toEqual(["prometheus", "syslog"]);
  });

  it("no pod is without a NetworkPolicy", () => {
    const bare = pods.filter(
      ([, labels]) => !policies.some((policy) => selects(policy.podSelector.matchLabels, labels)),
    );
    expect(bare.map(([name]) => name)).toEqual([]);
  });
});
