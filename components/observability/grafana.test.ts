import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ProblemsError } from "../base/refusal";
import { record, type Recorded } from "../testing/recording";
import type { Dashboard } from "./dashboard";
import { checkGrafana, Grafana, type GrafanaArgs } from "./grafana";

const overview: Dashboard = {
  uid: "overview",
  title: "Overview",
  description: "What there is.",
  tags: ["system"],
  rows: [{ panels: [{ title: "Targets", unit: "short", queries: [{ expr: "up", legend: "{{job}}" }] }] }],
};

const args: GrafanaArgs = {
  namespace: "example",
  partOf: "system",
  owner: "team",
  image: { repository: "registry.example/grafana", tag: "13.1.3", pullPolicy: "Always" },
  resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  exposure: { kind: "ingress", host: "grafana.example.com", ingressClassName: "nginx" },
  prometheus: { url: "http://prometheus-service", dependency: { to: { kind: "app", app: "prometheus" }, port: 9090 } },
  dashboards: { overview, other: { ...overview, uid: "other" } },
  home: "overview",
  adminPassword: "not-to-be-seen",
  hashKey: "key",
};

let resources: readonly Recorded[] = [];

beforeAll(async () => {
  ({ resources } = await record(() => new Grafana("grafana", args, {})));
});

interface Pod {
  readonly securityContext: unknown;
  readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
  readonly containers: readonly {
    readonly securityContext: unknown;
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
    readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  }[];
}

interface ConfigMap {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

function inputsOf(name: string): Readonly<Record<string, unknown>> {
  return resources.find((resource) => resource.name === name)?.inputs ?? {};
}

function pod(): Pod {
  return (inputsOf("grafana-deployment") as { spec: { template: { spec: Pod } } }).spec.template.spec;
}

/** The content of a ConfigMap as the container finds it at a path. */
function mountedAt(path: string): Readonly<Record<string, string>> {
  const mount = pod().containers[0]?.volumeMounts.find(({ mountPath }) => mountPath === path);
  const volume = pod().volumes.find(({ name }) => name === mount?.name);
  const configMaps = resources
    .map(({ inputs }) => inputs as unknown as ConfigMap)
    .filter(({ kind }) => kind === "ConfigMap");
  const { data = {} } = configMaps.find(({ metadata }) => metadata.name === volume?.configMap?.name) ?? {};
  return mount?.subPath === undefined ? data : { [mount.subPath]: data[mount.subPath] ?? "" };
}

function variables(): Readonly<Record<string, unknown>> {
  const env = pod().containers[0]?.env ?? [];
  return Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}

describe("Grafana", () => {
  it("finds its data source where it looks for one: Prometheus, through itself, for every panel that names none", () => {
    const files = mountedAt("/etc/grafana/provisioning/datasources/prometheus.yaml");
    expect(parse(files["prometheus.yaml"] ?? "")).toEqual({
      apiVersion: 1,
      datasources: [
        {
          name: "Prometheus",
          type: "prometheus",
          uid: "prometheus",
          url: "http://prometheus-service",
          access: "proxy",
          isDefault: true,
          editable: false,
        },
      ],
    });
  });

  it("finds each dashboard as a file of its own, in the folder that its provider names", () => {
    const files = mountedAt("/etc/grafana/provisioning/dashboards");
    expect(Object.keys(files).sort()).toEqual(["dashboard.yaml", "other.json", "overview.json"]);
    expect(parse(files["dashboard.yaml"] ?? "")).toMatchObject({
      providers: [{ type: "file", options: { path: "/etc/grafana/provisioning/dashboards" } }],
    });
    expect(JSON.parse(files["other.json"] ?? "")).toMatchObject({ uid: "other" });
  });

  it("shows one of them first", () => {
    expect(variables().GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH).toBe(
      "/etc/grafana/provisioning/dashboards/overview.json",
    );
  });

  it("lets nobody look without a login, or make one for himself", () => {
    expect(variables()).toMatchObject({ GF_AUTH_ANONYMOUS_ENABLED: "false", GF_USERS_ALLOW_SIGN_UP: "false" });
  });

  it("takes the administrator's password from a Secret, whose content is secret", () => {
    const { metadata } = inputsOf("grafana-secrets-secret") as { metadata: { name: string } };
    expect(variables().GF_SECURITY_ADMIN_PASSWORD).toEqual({
      secretKeyRef: { name: metadata.name, key: "admin-password" },
    });
    expect(JSON.stringify(resources)).not.toContain("not-to-be-seen");
  });

  it("calls nobody, and replaces none of its image's plugins", () => {
    expect(variables()).toMatchObject({
      GF_ANALYTICS_REPORTING_ENABLED: "false",
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
      GF_PLUGINS_PREINSTALL_DISABLED: "true",
    });
  });

  it("writes to folders that go with its pod, and nowhere else", () => {
    expect(pod().containers[0]?.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
    expect(pod().securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 472 });
    expect(
      pod()
        .volumes.filter((volume) => "emptyDir" in volume)
        .map(({ name }) => name),
    ).toEqual(["data", "log", "tmp"]);
  });

  it("is grafana-service at port 80, and has the host that it is given", () => {
    expect(inputsOf("grafana-service")).toMatchObject({
      metadata: { name: "grafana-service" },
      spec: { selector: { app: "grafana" }, ports: [{ port: 80, targetPort: 3000 }] },
    });
    expect(inputsOf("grafana-ingress")).toMatchObject({
      metadata: { name: "grafana-ingress" },
      spec: { rules: [{ host: "grafana.example.com" }] },
    });
    expect(variables().GF_SERVER_ROOT_URL).toBe("http://grafana.example.com/");
  });

  it("is refused with every problem at once, before anything is registered", async () => {
    const bad = { ...args, home: "nowhere", dashboards: { overview: { ...overview, uid: "" } } };
    expect(checkGrafana(bad)).toEqual([
      { path: "dashboards.overview.uid", message: `"" is no uid; use letters, digits, "-" and "_", at most 40.` },
      { path: "home", message: `there is no dashboard "nowhere"; use one of overview.` },
    ]);
    const { resources: none } = await record(() => {
      expect(() => new Grafana("grafana", bad, {})).toThrow(ProblemsError);
    });
    expect(none).toEqual([]);
  });

  it("is refused if its dashboards are more than a ConfigMap can hold", () => {
    const huge = { ...overview, description: "x".repeat(1_048_576) };
    expect(checkGrafana({ home: "overview", dashboards: { overview: huge } })).toEqual([
      {
        path: "dashboards",
        message: expect.stringMatching(/^their files have 1\.0\d MiB; .* at most 1 MiB/) as string,
      },
    ]);
  });
});
