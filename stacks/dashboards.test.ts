import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { environmentOf } from "./environments";
import { STACKS } from "./names";
import { type Objects, objectsOf, objectsOfLocal } from "./testing/objects";
import { committedConfig } from "./testing/settings";

interface Mounted {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
}

/** The files that Grafana finds at a path: all of a ConfigMap, or the one that is put there. */
function filesAt(objects: Objects, path: string): Readonly<Record<string, string>> {
  const { containers, volumes } = objects.one("Deployment", "grafana").spec.template.spec;
  const mounts = containers.flatMap(({ volumeMounts }) => volumeMounts) as readonly Mounted[];
  const mount = mounts.find(({ mountPath }) => mountPath === path);
  const volume = (volumes as readonly Volume[]).find(({ name }) => name === mount?.name);
  const { data = {} } = objects.one("ConfigMap", volume?.configMap?.name ?? "");
  return mount?.subPath === undefined ? data : { [mount.subPath]: data[mount.subPath] ?? "" };
}

describe.each(STACKS)("in %s", async (stack) => {
  const objects = await objectsOf(stack);

  it("43: Grafana's data source is Prometheus at http://prometheus-service, by proxy, for all that name none", () => {
    const files = filesAt(objects, "/etc/grafana/provisioning/datasources/prometheus.yaml");
    const { datasources } = parse(files["prometheus.yaml"] ?? "") as { datasources: readonly unknown[] };
    expect(datasources).toEqual([
      expect.objectContaining({
        name: "Prometheus",
        type: "prometheus",
        url: "http://prometheus-service",
        access: "proxy",
        isDefault: true,
      }),
    ]);
    expect(objects.one("Service", "prometheus-service").spec.ports).toMatchObject([{ port: 80, targetPort: 9090 }]);
  });

  it("44: the dashboard of the original has both panels, their queries and units", () => {
    const files = filesAt(objects, "/etc/grafana/provisioning/dashboards");
    expect(JSON.parse(files["dashboard.json"] ?? "")).toMatchObject({
      title: "Dashboard",
      uid: "hRRkihOZz",
      time: { from: "now-15m", to: "now" },
      refresh: "5s",
      panels: [
        {
          title: "Requests by path",
          type: "timeseries",
          gridPos: { x: 0, y: 0, w: 12, h: 9 },
          fieldConfig: { defaults: { unit: "short" } },
          targets: [
            {
              expr: "sum(rate(flask_http_request_duration_seconds_count[5m])) by (path)",
              legendFormat: "{{path}}",
            },
          ],
        },
        {
          title: "95% time (ms) ",
          type: "timeseries",
          gridPos: { x: 0, y: 9, w: 12, h: 8 },
          fieldConfig: { defaults: { unit: "ms" } },
          targets: [
            {
              expr: "histogram_quantile(0.95, sum(rate(flask_http_request_duration_seconds_bucket[5m])) by (method, path, le)) * 1000",
              legendFormat: "{{method}} - {{path}}",
            },
          ],
        },
      ],
    });
  });

  it("45: the tools have hosts of their own or none, and Grafana's password is made and secret", () => {
    const hosts = objects.all("Ingress").flatMap(({ spec }) => spec.rules.map(({ host }) => host));
    expect(new Set(hosts).size).toBe(hosts.length);
    const tools = ["grafana", "prometheus", "syslog"].map((tool) => `${tool}.example.local`);
    expect(hosts.filter((host) => /^(grafana|prometheus|syslog)\./.test(host)).sort()).toEqual(
      stack === "local" ? tools : [],
    );
    const { metadata, stringData } = objects.one("Secret", "grafana-secrets");
    expect(stringData).toBe("<secret>");
    const variables = objects.one("Deployment", "grafana").spec.template.spec.containers.flatMap(({ env = [] }) => env);
    expect(variables.find(({ name }) => name === "GF_SECURITY_ADMIN_PASSWORD")?.valueFrom?.secretKeyRef).toEqual({
      name: metadata.name,
      key: "admin-password",
    });
    expect(objects.resources.find(({ name }) => name === "grafana-admin-password")).toMatchObject({
      type: "pulumi-nodejs:dynamic/generated:Password",
      secretOutputs: ["value"],
    });
  });
});

describe("an environment without dashboards", () => {
  it("has Prometheus, and nothing of Grafana", async () => {
    const { observability } = environmentOf(committedConfig("local"));
    const objects = await objectsOfLocal({ observability: { ...observability, dashboards: { kind: "none" } } });
    expect(objects.one("Service", "prometheus-service")).toBeDefined();
    expect(objects.resources.filter(({ name }) => name.includes("grafana"))).toEqual([]);
  });
});
