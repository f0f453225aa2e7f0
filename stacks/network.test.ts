import { describe, expect, it } from "vitest";
import { STACKS } from "./testing/graph";
import { type Connection, isLetThrough, podLabels, podSelectors, policiesOf, selects } from "./testing/network";
import { objectsOf } from "./testing/objects";

/** A pod that nobody made. */
const OUTSIDERS = { stranger: { app: "stranger" } };

const HTTP = { port: 8000 };
const POSTGRES = { port: 5432 };
const LOG = { port: 5140, protocol: "UDP" } as const;
/** Where tools are asked for metrics, and one of them for the others' sake. */
const METRICS = [9093, 8080, 9115, 3903].map((port) => ({ port }));
/** Where people read log lines; the prober looks at its certificate. */
const LOG_VIEW = { port: 9001 };

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
  ["prometheus", "alertmanager", { port: 9093 }],
  ["prometheus", "kube-state-metrics", { port: 8080 }],
  ["prometheus", "blackbox-exporter", { port: 9115 }],
  ["prometheus", "syslog", { port: 3903 }],
  ["blackbox-exporter", "frontend", HTTP],
  ["blackbox-exporter", "syslog", LOG_VIEW],
  ["frontend", "syslog", LOG],
  ["users-backend", "syslog", LOG],
  ["thoughts-backend", "syslog", LOG],
];

describe("in local", async () => {
  const objects = await objectsOf("local");
  const policies = policiesOf(objects);
  const pods = new Map([...Object.entries(OUTSIDERS), ...podLabels(objects)]);

  it("pods reach those that they depend on, and no other pod at any port that one listens at", () => {
    const connections = [...pods.keys()].flatMap((from) =>
      [...pods.keys()]
        .filter((to) => to !== from)
        .flatMap((to) => [HTTP, POSTGRES, LOG, LOG_VIEW, ...METRICS, { port: 22 }].map((at) => ({ from, to, at }))),
    );
    const through = connections.filter(({ from, to, at }) =>
      isLetThrough(policies, { from: pods.get(from) ?? {}, to: pods.get(to) ?? {}, ...at }),
    );
    // A node port and an Ingress let in whoever reaches them, so a pod without a policy of its own may call what has one.
    const free = through.filter(({ from, to }) => !(from in OUTSIDERS) && !(to in OUTSIDERS));
    expect(free.map(({ from, to, at }) => [from, to, at]).sort()).toEqual([...MEANT].sort());
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
