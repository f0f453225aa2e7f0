import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { scrapeAnnotations } from "../components/workload/metrics";
import { checkEnvironment } from "../infra/environment";
import { environmentOf } from "./environments";
import { STACKS } from "./names";
import { isLetThrough, podLabels, policiesOf } from "./testing/network";
import { objectsOf } from "./testing/objects";
import { committedConfig } from "./testing/settings";

interface Job {
  readonly job_name: string;
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly kubernetes_sd_configs?: readonly { readonly role: string }[];
  readonly relabel_configs?: readonly { readonly source_labels?: readonly string[]; readonly target_label?: string }[];
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

describe.each(STACKS)("in %s", async (stack) => {
  const objects = await objectsOf(stack);
  const syslog = objects.one("Deployment", "syslog").spec.template.spec;
  const prometheus = objects.one("StatefulSet", "prometheus").spec.template.spec;
  const jobs = (
    parse(objects.one("ConfigMap", "prometheus-config").data?.["prometheus.yaml"] ?? "") as {
      readonly scrape_configs: readonly Job[];
    }
  ).scrape_configs;

  it("35: syslog is two containers over one folder, a Service with 9001/TCP and 5140/UDP, and an Ingress for 9001 only", () => {
    expect(syslog.containers.map(({ name }) => name)).toEqual(["syslog", "frontail"]);
    for (const { volumeMounts } of syslog.containers) {
      expect(volumeMounts).toContainEqual({ name: "log-volume", mountPath: "/var/log" });
    }
    expect(syslog.volumes).toContainEqual({
      name: "log-volume",
      emptyDir: { sizeLimit: expect.any(String) as string },
    });
    expect(objects.one("Service", "syslog").spec.ports).toEqual(
      expect.arrayContaining([
        { name: "frontail", port: 9001, targetPort: 9001, protocol: "TCP" },
        { name: "syslog", port: 5140, targetPort: 5140, protocol: "UDP" },
      ]),
    );
    const ingresses = objects.all("Ingress").filter(({ spec }) => JSON.stringify(spec).includes(`"syslog"`));
    for (const { metadata } of ingresses) {
      expect(metadata.annotations).toMatchObject({ "zalando.org/skipper-backend-protocol": "https" });
    }
    expect(ingresses.map(({ spec }) => spec.rules)).toEqual(
      stack === "local"
        ? [
            [
              {
                host: "syslog.example.local",
                http: {
                  paths: [
                    { path: "/", pathType: "Prefix", backend: { service: { name: "syslog", port: { number: 9001 } } } },
                  ],
                },
              },
            ],
          ]
        : [],
    );
  });

  it("36: rsyslog listens on UDP 5140, writes /var/log/syslog, and a file of 5,000,000 bytes is put aside and kept", () => {
    const { "rsyslog.conf": configuration = "", "archive.sh": script = "" } =
      objects.one("ConfigMap", "syslog-config").data ?? {};
    expect(configuration).toContain('input(type="imudp" port="5140"');
    expect(configuration).toContain('file="/var/log/syslog"');
    expect(configuration).toContain(
      'rotation.sizeLimit="5000000" rotation.sizeLimitCommand="/etc/rsyslog.d/archive.sh /var/log/syslog"',
    );
    expect(script).toContain("mv ");
    expect(script).not.toMatch(/\brm\b/);
  });

  it("37: frontail shows 1000 lines, highlighted, to who knows the password, over TLS only, and tells its makers nothing", () => {
    const [, view] = syslog.containers;
    expect(view?.image).toMatch(/\/frontail:4\.9\.2$/);
    expect(view?.args).toEqual([
      "--ui-highlight",
      "--disable-usage-stats",
      "--user=syslog",
      "--password=$(VIEW_PASSWORD)",
      "--certificate=/etc/frontail/tls.crt",
      "--key=/etc/frontail/tls.key",
      "-n",
      "1000",
      "/var/log/syslog",
    ]);
    expect(view?.env?.[0]?.valueFrom?.secretKeyRef.key).toBe("password");
    const volume = syslog.volumes.find(({ secret }) => secret !== undefined);
    const folder = view?.volumeMounts.find(({ name }) => name === volume?.name);
    expect(folder).toMatchObject({ mountPath: "/etc/frontail", readOnly: true });
    expect(volume?.secret?.items.map(({ key }) => key).sort()).toEqual(["tls.crt", "tls.key"]);
    expect(volume?.secret?.secretName).toBe(view?.env?.[0]?.valueFrom?.secretKeyRef.name);
  });

  it("looks at the view's certificate under a name that it is made for, and lets the prober in", () => {
    const [target = ""] = jobs.find(({ job_name }) => job_name === "certificates")?.static_configs?.[0]?.targets ?? [];
    const certificate = objects.resources.find(({ name }) => name === "syslog-view-certificate");
    expect(certificate?.inputs.dnsNames).toContain(target.replace(/:9001$/, ""));
    expect(certificate?.inputs.dnsNames).toContain("localhost");
    const policies = policiesOf(objects);
    const pods = new Map(podLabels(objects));
    const reaches = (from: string) =>
      isLetThrough(policies, { from: pods.get(from) ?? {}, to: pods.get("syslog") ?? {}, port: 9001 });
    expect(reaches("blackbox-exporter")).toBe(true);
  });

  it("39: the syslog Service is there before every service that sends to it", () => {
    for (const service of ["users-backend", "thoughts-backend", "frontend"]) {
      const deployment = objects.resources.find(({ name }) => name === `${service}-deployment`);
      expect(deployment?.dependsOn).toEqual(expect.arrayContaining(["syslog-service", "syslog-deployment"]));
    }
  });

  it("41: the job `example` finds each pod that says where its metrics are, and tells replicas, slots and versions apart", () => {
    const job = jobs.find(({ job_name }) => job_name === "example");
    expect(job?.kubernetes_sd_configs).toMatchObject([{ role: "pod", namespaces: { names: ["example"] } }]);
    const labels = job?.relabel_configs?.map(({ target_label }) => target_label);
    expect(labels).toEqual(expect.arrayContaining(["app", "slot", "version", "pod"]));
    const asked = job?.relabel_configs?.flatMap(({ source_labels = [] }) => source_labels) ?? [];
    for (const annotation of Object.keys(scrapeAnnotations({ port: 8000, path: "/metrics" }))) {
      expect(asked).toContain(`__meta_kubernetes_pod_annotation_${annotation.replace(/[./-]/g, "_")}`);
    }
    for (const service of ["users-backend", "thoughts-backend", "frontend"]) {
      expect(objects.one("Deployment", service).spec.template).toHaveProperty(
        ["metadata", "annotations", "prometheus.io/scrape"],
        "true",
      );
    }
  });

  it("42: Prometheus has a pinned image, and its configuration is mounted by subPath at /etc/prometheus/prometheus.yml", () => {
    const [container] = prometheus.containers;
    expect(container?.image).toMatch(/\/prometheus:\d+\.\d+\.\d+$/);
    expect(container?.volumeMounts).toContainEqual({
      name: "config",
      mountPath: "/etc/prometheus/prometheus.yml",
      subPath: "prometheus.yaml",
      readOnly: true,
    });
    const { spec } = objects.one("Service", "prometheus-service");
    expect(spec.ports).toMatchObject([{ port: 80, targetPort: 9090 }]);
  });

  it("reads nothing in the cluster that nobody asks for: no Secrets, no ConfigMaps, nothing to change", () => {
    const rules = [...objects.all("Role"), ...objects.all("ClusterRole")].flatMap(
      (role) => (role as unknown as { readonly rules: readonly Rule[] }).rules,
    );
    const resources = rules.flatMap((rule) => rule.resources);
    expect(resources.filter((resource) => /secrets|configmaps|proxy|\*/.test(resource))).toEqual([]);
    expect(new Set(rules.flatMap((rule) => rule.verbs))).toEqual(new Set(["get", "list", "watch"]));
  });
});

describe("local", () => {
  it("has a host of its own for each tool that people open", async () => {
    const hosts = (await objectsOf("local")).all("Ingress").flatMap(({ spec }) => spec.rules.map(({ host }) => host));
    expect(hosts).toEqual(expect.arrayContaining(["prometheus.example.local", "syslog.example.local"]));
    expect(new Set(hosts).size).toBe(hosts.length);
  });
});

describe("production", () => {
  const environment = environmentOf(committedConfig("production"));
  const { observability } = environment;

  it("is refused if nobody is told of a severity", () => {
    const receivers = { ...observability.receivers, critical: { kind: "none" } as const };
    expect(checkEnvironment({ ...environment, observability: { ...observability, receivers } })).toEqual([
      { path: "observability.receivers.critical", message: expect.stringContaining("tells nobody") as string },
    ]);
  });
});

describe("a receiver's secret", () => {
  it("is one of the environment's own: the roles of another one may not read it", () => {
    const production = environmentOf(committedConfig("production"));
    const { observability } = environmentOf(committedConfig("staging"));
    expect(checkEnvironment({ ...production, observability })).toContainEqual({
      path: "observability.receivers.critical",
      message:
        'the secret "thoughts/staging/slack-webhook" is none of this environment\'s, whose names begin with "thoughts/production/"; give it such a name.',
    });
  });
});
