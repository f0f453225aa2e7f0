import { describe, expect, it } from "vitest";
import { DEMO_QUOTA, groupOf } from "../infra/tenant";
import { SERVICES } from "../infra/system";
import { DOORS } from "../testing/connections";
import { MOST_REPLICAS, STORAGE_GIB } from "./demo-settings";
import { demoIn } from "./testing/demos";
import { isLetThroughBetween, podLabels, policiesOf, type Side } from "./testing/network";
import { type Objects, objectsOf, objectsOfEnvironment, type PodSpec } from "./testing/objects";

/** A pod that no application's NetworkPolicy is for. */
const STRANGER = "stranger";

interface Place extends Side {
  readonly pods: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

function placeOf(namespace: string, objects: Objects): Place {
  const pods = new Map([...podLabels(objects), [STRANGER, { app: STRANGER }] as const]);
  return { namespace, policies: policiesOf(objects), pods };
}

/** A namespace of somebody else, with no NetworkPolicy. */
const OPEN: Place = { namespace: "default", policies: [], pods: new Map([[STRANGER, { app: STRANGER }]]) };

/** Every connection that is let through, as `from -> to:port`. */
function through(from: Place, to: Place): readonly string[] {
  return [...from.pods].flatMap(([one, own]) =>
    [...to.pods].flatMap(([two, labels]) =>
      DOORS.filter((at) => isLetThroughBetween(from, to, { from: own, to: labels, ...at })).map(
        ({ port, protocol = "TCP" }) => `${one} -> ${two}:${port}/${protocol}`,
      ),
    ),
  );
}

describe("a demo's network", async () => {
  const ANNA = placeOf("demo-anna", await objectsOfEnvironment(demoIn("local", "demo-anna")));
  const BERT = placeOf("demo-bert", await objectsOfEnvironment(demoIn("local", "demo-bert")));
  const SOURCE = placeOf("example", await objectsOf("local"));

  it.each([BERT, SOURCE])("has no way to $namespace, from any pod to any pod at any port", (other) => {
    expect(through(ANNA, other)).toEqual([]);
  });

  it("has no way to pods of a namespace without rules", () => {
    expect(through(ANNA, OPEN)).toEqual([]);
  });

  it("has no way from another demo", () => {
    expect(through(BERT, ANNA)).toEqual([]);
  });

  it("is reached from outside, and by pods that no rules are for, where Ingresses lead to and nowhere else", () => {
    const entrances = [
      "stranger -> users-backend:8000/TCP",
      "stranger -> thoughts-backend:8000/TCP",
      "stranger -> frontend:8000/TCP",
      "stranger -> syslog:9001/TCP",
    ];
    expect([...through(OPEN, ANNA)].sort()).toEqual([...entrances].sort());
    expect([...through(SOURCE, ANNA)].sort()).toEqual([...entrances].sort());
  });

  it("lets a pod that somebody adds reach nothing in the demo either", () => {
    expect(through(ANNA, ANNA).filter((one) => one.startsWith(STRANGER) || one.includes("-> stranger"))).toEqual([]);
    expect(through(ANNA, ANNA)).toContain("frontend -> users-backend:8000/TCP");
  });
});

describe("a demo's quota", async () => {
  const anna = await objectsOfEnvironment(demoIn("local"));
  const replicas = Object.fromEntries(SERVICES.map((name) => [name, MOST_REPLICAS]));
  const sizes = { replicas, storageGib: STORAGE_GIB.most };

  it("has room for its largest form, twice while all of it is replaced, and not for four times as much", async () => {
    const largest = await objectsOfEnvironment(demoIn("local", "demo-anna", { sizes }));
    const asked = amountsOf(largest);
    for (const [amount, most] of Object.entries(asked)) {
      const hard = quantity(DEMO_QUOTA[amount as keyof typeof asked]);
      expect([amount, most * 2 <= hard]).toEqual([amount, true]);
      expect([amount, most * 4 > hard]).toEqual([amount, true]);
    }
  });

  it("has room for its volumes", () => {
    expect(quantity(DEMO_QUOTA["requests.storage"])).toBe(
      quantity(`${STORAGE_GIB.most}Gi`) * Number(DEMO_QUOTA.persistentvolumeclaims),
    );
  });

  it("has room for a port of nodes for each of its services, twice, and for no load balancer", () => {
    const types = anna.all("Service").map(({ spec }) => spec.type ?? "ClusterIP");
    expect(types.filter((type) => type === "NodePort").length * 2).toBe(Number(DEMO_QUOTA["services.nodeports"]));
    expect([types.includes("LoadBalancer"), DEMO_QUOTA["services.loadbalancers"]]).toEqual([false, "0"]);
  });

  it("counts memory, so each container says how much it may have", () => {
    const containers = anna.pods().flatMap(({ initContainers = [], containers: own }) => [...initContainers, ...own]);
    const silent = containers.filter(({ resources }) => !("limits" in resources));
    expect(containers.length).toBeGreaterThan(10);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

describe("a demo's rights", async () => {
  const anna = await objectsOfEnvironment(demoIn("local"));

  it("are of its owner's group alone, in its namespace alone, and it has no right in the whole cluster", () => {
    expect(anna.all("RoleBinding").map((binding) => (binding as unknown as { subjects: unknown }).subjects)).toEqual([
      [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: groupOf("shop") }],
    ]);
    expect([...anna.all("ClusterRole"), ...anna.all("ClusterRoleBinding")]).toEqual([]);
  });
});

/** What all pods ask for, each number of them once. */
function amountsOf(
  objects: Objects,
): Readonly<Record<"requests.cpu" | "requests.memory" | "limits.memory" | "pods", number>> {
  const total = { "requests.cpu": 0, "requests.memory": 0, "limits.memory": 0, pods: 0 };
  for (const kind of ["Deployment", "StatefulSet", "Job"]) {
    for (const { spec } of objects.all(kind)) {
      const count = spec.replicas ?? 1;
      total.pods += count;
      total["requests.cpu"] += count * largestOf(spec.template.spec, "requests", "cpu");
      total["requests.memory"] += count * largestOf(spec.template.spec, "requests", "memory");
      total["limits.memory"] += count * largestOf(spec.template.spec, "limits", "memory");
    }
  }
  return total;
}

/**
 * Of a pod: what runs on together, or what comes before it, if that is more.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
function largestOf({ initContainers = [], containers }: PodSpec, kind: "requests" | "limits", amount: string): number {
  const amountOf = ({ resources }: PodSpec["containers"][number]) => {
    const given = (resources as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>)[kind];
    return quantity(given?.[amount] ?? "0");
  };
  const runsOn = (container: object) => "restartPolicy" in container && container.restartPolicy === "Always";
  const together = [...containers, ...initContainers.filter(runsOn)].reduce((sum, one) => sum + amountOf(one), 0);
  return Math.max(together, ...initContainers.filter((one) => !runsOn(one)).map(amountOf));
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function quantity(text: string): number {
  const [, number, unit = ""] = /^(\d+)(m|Mi|Gi)?$/.exec(text) ?? [];
  return Number(number) * ({ m: 0.001, Mi: 2 ** 20, Gi: 2 ** 30 }[unit] ?? 1);
}
