import { describe, expect, it } from "vitest";
import { ProblemsError } from "../base/refusal";
import { record, type Recorded } from "../testing/recording";
import { claimed } from "../workload/container";
import { DATA_VOLUME, Tool, type ToolArgs } from "./tool";

const image = { repository: "registry.example/tool", tag: "1.0", pullPolicy: "Always" } as const;
const resources = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } } as const;
const container = { name: "tool", image, resources, mounts: [claimed(DATA_VOLUME, "/data")] };
const plain: ToolArgs = {
  namespace: "example",
  partOf: "system",
  owner: "team",
  containers: [container],
  user: 1000,
  network: { callers: [{ from: { kind: "app", app: "prometheus" }, port: 9090 }], dependencies: [] },
  address: {
    name: "tool",
    ports: [
      { name: "http", port: 80, targetPort: 9090 },
      { name: "log", port: 514, protocol: "UDP" },
    ],
  },
};

async function rolesOf(change: Partial<ToolArgs> = {}): Promise<ReadonlyMap<string, Recorded>> {
  const { resources: registered } = await record(() => new Tool("Tool", "tool", { ...plain, ...change }, {}));
  return new Map(registered.filter(({ custom }) => custom).map((one) => [one.name.slice("tool-".length), one]));
}

describe("a tool", () => {
  it("is an account, a Service with all its ports, a NetworkPolicy, and a Deployment of one pod", async () => {
    const roles = await rolesOf();
    expect([...roles.keys()]).toEqual(["service-account", "service", "network-policy", "deployment"]);
    expect(roles.get("service")?.inputs).toHaveProperty("spec", {
      selector: { app: "tool" },
      ports: [
        { name: "http", port: 80, targetPort: 9090, protocol: "TCP" },
        { name: "log", port: 514, targetPort: 514, protocol: "UDP" },
      ],
    });
    expect(roles.get("deployment")?.inputs).toMatchObject({
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: "tool" } },
        template: { metadata: { labels: { app: "tool" } } },
      },
    });
  });

  it("lets in whom it names, and people only where it has a host", async () => {
    const callersOf = async (change: Partial<ToolArgs>) =>
      ((await rolesOf(change)).get("network-policy")?.inputs as { spec: { ingress: unknown } }).spec.ingress;
    const prometheus = {
      from: [{ podSelector: { matchLabels: { app: "prometheus" } } }],
      ports: [{ port: 9090, protocol: "TCP" }],
    };
    const exposure = { port: 80, targetPort: 9090 };
    expect(await callersOf({ exposure: { ...exposure, to: { kind: "internal" } } })).toEqual([prometheus]);
    const to = { kind: "ingress", host: "tool.example", ingressClassName: "skipper" } as const;
    expect(await callersOf({ exposure: { ...exposure, to } })).toEqual([prometheus, { ports: prometheus.ports }]);
  });

  it("that speaks TLS says so in its address, and to whatever sends people to it", async () => {
    const to = { kind: "ingress", host: "tool.example", ingressClassName: "skipper" } as const;
    const ports = [{ name: "view", port: 9001 }] as const;
    const seen = async (exposure: NonNullable<ToolArgs["exposure"]>) => {
      const { resources, outputs } = await record(
        () => new Tool("Tool", "tool", { ...plain, address: { name: "tool", ports }, exposure }, {}),
      );
      const ingress = resources.find(({ name }) => name === "tool-ingress")?.inputs;
      const { annotations } = ingress?.metadata as { readonly annotations: Readonly<Record<string, string>> };
      return { url: outputs.get("tool")?.url, protocol: annotations["zalando.org/skipper-backend-protocol"] };
    };
    expect(await seen({ port: 9001, targetPort: 9001, protocol: "https", to })).toEqual({
      url: "https://tool:9001",
      protocol: "https",
    });
    expect(await seen({ port: 9001, targetPort: 9001, to })).toEqual({ url: "http://tool:9001" });
  });

  it("that keeps something keeps it in a volume of the class that it is told", async () => {
    const classOf = async (change: Partial<ToolArgs>) => {
      const { inputs } = (await rolesOf({ storage: "5Gi", ...change })).get("stateful-set") ?? {};
      const { volumeClaimTemplates } = inputs?.spec as { volumeClaimTemplates: { spec: Record<string, unknown> }[] };
      return volumeClaimTemplates[0]?.spec.storageClassName;
    };
    expect(await classOf({ storageClassName: "gp3" })).toBe("gp3");
    expect(await classOf({})).toBeUndefined();
  });

  it("that keeps something is a StatefulSet, whose volume its container mounts", async () => {
    const roles = await rolesOf({ storage: "5Gi" });
    expect(roles.has("deployment")).toBe(false);
    expect(roles.get("stateful-set")?.inputs).toMatchObject({
      spec: {
        serviceName: "tool",
        template: { spec: { containers: [{ volumeMounts: [{ name: "data", mountPath: "/data" }] }] } },
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { resources: { requests: { storage: "5Gi" } } } }],
      },
    });
  });

  it("runs under the restricted Pod Security Standard, watchers included", async () => {
    const roles = await rolesOf({ watchers: [{ ...container, name: "watcher" }] });
    const restricted = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    };
    expect(roles.get("deployment")?.inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
            initContainers: [{ name: "watcher", restartPolicy: "Always", securityContext: restricted }],
            containers: [{ name: "tool", securityContext: restricted }],
          },
        },
      },
    });
  });

  it("has a token only where it asks the API server for something, and then no right beside it", async () => {
    const tokenOf = async (change: Partial<ToolArgs>) =>
      (await rolesOf(change)).get("deployment")?.inputs as {
        spec: { template: { spec: { automountServiceAccountToken: boolean } } };
      };
    expect((await tokenOf({})).spec.template.spec.automountServiceAccountToken).toBe(false);
    const permissions = { namespace: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }] };
    expect((await tokenOf({ permissions })).spec.template.spec.automountServiceAccountToken).toBe(true);
    const roles = await rolesOf({ permissions });
    expect(roles.get("access-role")?.inputs).toMatchObject({ kind: "Role", rules: permissions.namespace });
    expect([...roles.keys()].filter((role) => role.includes("cluster"))).toEqual([]);
  });

  it("with rights in the whole cluster has them under a name of its namespace, and they do not go with it", async () => {
    const rules = [{ apiGroups: [""], resources: ["nodes"], verbs: ["list"] }];
    const roles = await rolesOf({ permissions: { namespace: [], cluster: rules } });
    expect(roles.get("access-cluster-role")).toMatchObject({
      inputs: { kind: "ClusterRole", metadata: { name: "example-tool-access" }, rules },
      deletedWith: undefined,
    });
  });

  it("is refused with every problem at once, before anything is registered", async () => {
    const bad = { ...plain, user: 0, containers: [{ ...container, image: { ...image, tag: "latest" } }] };
    const { resources: registered } = await record(() => {
      expect(() => new Tool("Tool", "tool", bad, {})).toThrow(ProblemsError);
      expect(() => new Tool("Tool", "tool", bad, {})).toThrow(
        /user: 0 is not allowed[\s\S]*containers\.tool\.image\.tag/,
      );
    });
    expect(registered).toEqual([]);
  });
});
