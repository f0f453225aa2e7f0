import { describe, expect, it } from "vitest";
import type { Slot } from "../base/labels";
import type { Phase } from "../rollout/rollout";
import type { Strategy } from "../rollout/strategy";
import { record, type Recorded } from "../testing/recording";
import { secretFiles } from "./container";
import { Configuration, SecretBundle } from "./configuration";
import { Service } from "./service";
import type { ServiceArgs } from "./service-args";

const image = { repository: "g1g1/delinkcious-link", tag: "0.3", pullPolicy: "Always" } as const;
const targets = [{ kind: "cpu", utilization: 50 }] as const;
const hpa = { kind: "hpa", minReplicas: 2, maxReplicas: 8, targets } as const;
const skipper = { kind: "ingress", host: "link.example", ingressClassName: "skipper", weightedBy: "skipper" } as const;
const blueGreen: Strategy = { kind: "blueGreen" };
const canary: Strategy = { kind: "canary", steps: [10, 50] };
const plain: ServiceArgs = {
  namespace: "default",
  partOf: "delinkcious",
  owner: "team",
  container: {
    name: "link-manager",
    image,
    port: 8080,
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } },
    probes: { readiness: { check: { kind: "tcp", port: 8080 } } },
  },
  user: 1000,
  scaling: { kind: "fixed", replicas: 3 },
  network: { callers: [], dependencies: [] },
  address: { name: "link-manager-service", portName: "http" },
};

type Objects = ReadonlyMap<string, Recorded>;

async function objectsOf(change: Partial<ServiceArgs>): Promise<Objects> {
  const { resources } = await record(() => {
    const shared = { namespace: "default", partOf: "delinkcious" };
    const configuration = new Configuration("link-manager-config", { ...shared, data: { PORT: "8080" } }, {});
    const auth = new SecretBundle("link-mutual-auth", { ...shared, hashKey: "key", data: { "auth.pem": "x" } }, {});
    const container = {
      ...plain.container,
      configuration: [configuration],
      mounts: [secretFiles("auth", "/etc/delinkcious", auth, ["auth.pem"])],
    };
    new Service("link-manager", { ...plain, container, ...change }, {});
  });
  return new Map(
    resources.filter(({ custom, parent }) => custom && parent === "link-manager").map((one) => [one.name, one]),
  );
}

function phase(strategy: Strategy, at: Phase, tag = "0.4", more: Partial<ServiceArgs> = {}): Partial<ServiceArgs> {
  return {
    strategy,
    release: { cause: "as before", rollout: { phase: at, next: { tag }, cause: "green links" } },
    ...more,
  };
}

interface Deployment {
  readonly metadata: { readonly name: string; readonly annotations?: object };
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: object };
    readonly template: { readonly spec: object };
  };
}

function nameOf(role: "deployment" | "hpa", slot: Slot): string {
  return slot === "blue" ? `link-manager-${role}` : `link-manager-${role}-${slot}`;
}

function deploymentOf(objects: Objects, slot: Slot): Deployment {
  return objects.get(nameOf("deployment", slot))?.inputs as unknown as Deployment;
}

function autoscalers(objects: Objects): readonly unknown[] {
  return [...objects].filter(([name]) => name.includes("-hpa")).map(([, { inputs }]) => inputs.spec);
}

const selectorOf = (objects: Objects) =>
  (objects.get("link-manager-service")?.inputs.spec as { selector: object }).selector;

/** What the recorded objects are, but for what may change in place. */
function identities(objects: Objects): string[] {
  return [...objects].map(([name, { inputs }]) => {
    const { metadata, spec } = inputs as unknown as Deployment;
    return JSON.stringify([name, metadata.name, name.includes("deployment") ? spec.selector : undefined]);
  });
}

describe("a service whose version changes", () => {
  it("by blue-green has the new version beside it, in a slot whose selector no other one meets", async () => {
    const objects = await objectsOf(phase(blueGreen, "preview"));
    expect(deploymentOf(objects, "blue").spec.selector.matchLabels).toEqual({ app: "link-manager", slot: "blue" });
    expect(deploymentOf(objects, "green").spec.selector.matchLabels).toEqual({ app: "link-manager", slot: "green" });
    expect(selectorOf(objects)).toEqual({ app: "link-manager", slot: "blue" });
  });

  it("82: by blue-green gets a complete green-link-manager: image 0.4, 3 replicas, account, port, configuration, mount", async () => {
    const objects = await objectsOf(phase(blueGreen, "preview"));
    const { metadata, spec } = deploymentOf(objects, "green");
    expect(metadata.name).toBe("green-link-manager");
    expect(spec.replicas).toBe(3);
    expect(spec.template.spec).toMatchObject({
      serviceAccountName: "link-manager",
      containers: [
        {
          image: "g1g1/delinkcious-link:0.4",
          imagePullPolicy: "Always",
          ports: [{ containerPort: 8080 }],
          envFrom: [{ configMapRef: { name: expect.stringMatching(/^link-manager-config-/) as string } }],
          volumeMounts: [{ mountPath: "/etc/delinkcious", readOnly: true }],
        },
      ],
      volumes: [{ secret: { secretName: expect.stringMatching(/^link-mutual-auth-/) as string } }],
    });
  });

  it("82: by canary gets a yellow-link-manager beside nine: image 0.5, 1 replica, and a selector without a colour", async () => {
    const objects = await objectsOf(phase(canary, "10%", "0.5", { scaling: { kind: "fixed", replicas: 9 } }));
    const { metadata, spec } = deploymentOf(objects, "yellow");
    expect([metadata.name, spec.replicas, deploymentOf(objects, "blue").spec.replicas]).toEqual([
      "yellow-link-manager",
      1,
      9,
    ]);
    expect(JSON.stringify(spec.template)).toContain("g1g1/delinkcious-link:0.5");
    expect(selectorOf(objects)).toEqual({ app: "link-manager" });
  });

  it("78: by the switch changes the selector of its Service, and nothing else at all", async () => {
    const preview = await objectsOf(phase(blueGreen, "preview"));
    const switched = await objectsOf(phase(blueGreen, "switched"));
    const differing = [...preview].filter(
      ([name, { inputs }]) => JSON.stringify(inputs) !== JSON.stringify(switched.get(name)?.inputs),
    );
    expect([...switched.keys()].sort()).toEqual([...preview.keys()].sort());
    expect(differing.map(([name]) => name)).toEqual(["link-manager-service"]);
    expect(selectorOf(switched)).toEqual({ app: "link-manager", slot: "green" });
  });

  it("switches nobody before the new pods are ready, and counts nobody in before the stable ones are enough", async () => {
    const switched = await objectsOf(phase(blueGreen, "switched"));
    expect(switched.get("link-manager-service")?.dependsOn).toContain("link-manager-deployment-green");
    const opened = await objectsOf(phase(canary, "10%"));
    expect(opened.get("link-manager-deployment-yellow")?.dependsOn).toEqual(
      expect.arrayContaining(["link-manager-deployment", "link-manager-service"]),
    );
  });

  it("by weight sends the share to a Service of the new pods alone, and lets nobody in before they are ready", async () => {
    const objects = await objectsOf(phase(canary, "10%", "0.4", { exposure: skipper }));
    expect(objects.get("link-manager-ingress")?.inputs).toMatchObject({
      metadata: {
        annotations: {
          "zalando.org/backend-weights": `{"link-manager-service":90,"yellow-link-manager-service":10}`,
        },
      },
    });
    expect(objects.get("link-manager-service-yellow")?.inputs).toMatchObject({
      metadata: { name: "yellow-link-manager-service" },
      spec: { type: "ClusterIP", selector: { app: "link-manager", slot: "yellow" } },
    });
    expect(objects.get("link-manager-ingress")?.dependsOn).toContain("link-manager-deployment-yellow");
  });

  it("99: behind an AWS load balancer moves everybody by weight, from one Service to another that never change", async () => {
    const exposure = { kind: "alb", host: "link.example", ingressClassName: "alb" } as const;
    const alb = { exposure, shutdown: { keepAliveSeconds: 72 } };
    const groups = (objects: Objects) => {
      const { metadata } = objects.get("link-manager-ingress")?.inputs as { metadata: { annotations: object } };
      const action = Object.entries(metadata.annotations).find(([key]) =>
        key.endsWith("/actions.link-manager-service"),
      );
      const { forwardConfig } = JSON.parse(String(action?.[1])) as {
        forwardConfig: { targetGroups: readonly { serviceName: string; weight: number }[] };
      };
      return forwardConfig.targetGroups.map(({ serviceName, weight }) => `${serviceName} ${weight}`);
    };
    const selectors = (objects: Objects) =>
      ["blue", "green"].map(
        (slot) => (objects.get(`link-manager-service-${slot}`)?.inputs.spec as { selector: object }).selector,
      );
    const before = await objectsOf(alb);
    const preview = await objectsOf(phase(blueGreen, "preview", "0.4", alb));
    const switched = await objectsOf(phase(blueGreen, "switched", "0.4", alb));
    const after = await objectsOf({ strategy: blueGreen, release: { slot: "green" }, ...alb });
    const [blue, green] = ["blue-link-manager-service", "green-link-manager-service"];
    expect([before, preview].map(groups)).toEqual([
      [`${blue} 100`, `${green} 0`],
      [`${blue} 100`, `${green} 0`],
    ]);
    expect([switched, after].map(groups)).toEqual([
      [`${blue} 0`, `${green} 100`],
      [`${blue} 0`, `${green} 100`],
    ]);
    for (const objects of [before, preview, switched, after]) {
      expect(selectors(objects)).toEqual([
        { app: "link-manager", slot: "blue" },
        { app: "link-manager", slot: "green" },
      ]);
    }
    expect(switched.get("link-manager-ingress")?.dependsOn).toContain("link-manager-deployment-green");
  });

  it("under an autoscaler has one for each slot, with its own Deployment as the target", async () => {
    const objects = await objectsOf(phase(blueGreen, "preview", "0.4", { scaling: hpa }));
    expect(autoscalers(objects)).toMatchObject([
      { scaleTargetRef: { name: "green-link-manager" }, minReplicas: 8, maxReplicas: 8 },
      { scaleTargetRef: { name: "link-manager" }, minReplicas: 2, maxReplicas: 8 },
    ]);
  });

  it("lets an autoscaler loose last, once requests are where they stay", async () => {
    const after = await objectsOf({ scaling: hpa, exposure: skipper });
    expect(after.get("link-manager-hpa")?.dependsOn).toEqual(
      expect.arrayContaining(["link-manager-deployment", "link-manager-service", "link-manager-ingress"]),
    );
  });

  it("holds an autoscaler before the pods that are to stay, and those before their requests", async () => {
    const objects = await objectsOf(phase(canary, "50%", "0.4", { scaling: hpa, exposure: skipper }));
    for (const [slot, pods] of [
      ["blue", 8],
      ["yellow", 4],
    ] as const) {
      const deployment = deploymentOf(objects, slot);
      expect(deployment.spec.replicas).toBe(pods);
      expect(deployment.metadata.annotations).toMatchObject({ "pulumi.com/patchForce": "true" });
      expect(objects.get(nameOf("deployment", slot))?.dependsOn).toContain(nameOf("hpa", slot));
      expect(objects.get("link-manager-ingress")?.dependsOn).toContain(nameOf("deployment", slot));
    }
    expect(autoscalers(objects)).toMatchObject([
      { minReplicas: 8, maxReplicas: 8 },
      { minReplicas: 4, maxReplicas: 4 },
    ]);
  });

  it("is scaled by another autoscaler while it is held, so that it forgets how little there was to do", async () => {
    const name = (objects: Objects) => (objects.get("link-manager-hpa")?.inputs as unknown as Deployment).metadata.name;
    const held = await objectsOf(phase(canary, "50%", "0.4", { scaling: hpa, exposure: skipper }));
    expect([name(held), name(await objectsOf({ scaling: hpa }))]).toEqual(["link-manager-held", "link-manager"]);
  });

  it("has a disruption budget for each slot of several pods", async () => {
    const budgets = async (change: Partial<ServiceArgs>) =>
      [...(await objectsOf(change))].filter(([name]) => name.includes("pdb")).map(([, { inputs }]) => inputs.spec);
    expect(await budgets(phase(blueGreen, "preview"))).toMatchObject([
      { maxUnavailable: 1, selector: { matchLabels: { slot: "blue" } } },
      { maxUnavailable: 1, selector: { matchLabels: { slot: "green" } } },
    ]);
    expect(await budgets({ scaling: { kind: "fixed", replicas: 1 } })).toEqual([]);
  });

  it("says on each Deployment how a pod of it ends, second by second", async () => {
    const objects = await objectsOf(phase(blueGreen, "preview"));
    for (const slot of ["blue", "green"] as const) {
      expect(deploymentOf(objects, slot).metadata.annotations).toMatchObject({
        "shutdown-timeline": expect.stringMatching(/^ {2}0 s {2}told to end.*\n.*\n 15 s {2}SIGTERM/) as string,
      });
    }
  });

  it("81: says why each version runs, where `kubectl rollout history` looks", async () => {
    const objects = await objectsOf(phase(blueGreen, "preview"));
    expect(deploymentOf(objects, "blue").metadata.annotations).toMatchObject({
      "kubernetes.io/change-cause": "as before",
    });
    expect(deploymentOf(objects, "green").metadata.annotations).toMatchObject({
      "kubernetes.io/change-cause": "green links",
    });
  });

  it.each<Partial<ServiceArgs>>([
    { strategy: { kind: "recreate" } },
    { strategy: blueGreen },
    { strategy: canary },
    { strategy: canary, exposure: { kind: "internal" } },
  ])("keeps every object when its strategy becomes %j", async (change) => {
    expect(identities(await objectsOf(change)).sort()).toEqual(identities(await objectsOf({})).sort());
  });

  it("keeps the objects of its own slot through every phase", async () => {
    const own = identities(await objectsOf({}));
    for (const change of [phase(blueGreen, "preview"), phase(blueGreen, "switched"), phase(canary, "50%")]) {
      expect(identities(await objectsOf(change))).toEqual(expect.arrayContaining([...own]));
    }
  });
});
