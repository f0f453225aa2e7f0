import { describe, expect, it } from "vitest";
import { checkEnvironment } from "../infra/environment";
import { environmentOf } from "./environments";
import { recordStack } from "./testing/graph";
import { isLetThrough, podLabels, policiesOf } from "./testing/network";
import { Objects } from "./testing/objects";
import { committedConfig } from "./testing/settings";

// Statement 96: each line of level ERROR makes an entry in an error tracker, apart from the health alerts.

const OWN = "error-reporter";

describe("96: lines of level ERROR in production", async () => {
  const { resources } = await recordStack("production");
  const objects = new Objects(resources);
  const configuration = objects.one("ConfigMap", `${OWN}-config`).data?.["collector.yaml"] ?? "";
  const container = objects.one("Deployment", OWN).spec.template.spec.containers[0];

  it("96: are sent to what makes entries of them, 60 a minute at most, whoever is told of alerts", () => {
    const rsyslog = objects.one("ConfigMap", "syslog-config").data?.["rsyslog.conf"] ?? "";
    expect(rsyslog).toMatch(
      /if re_match\(\$msg, "\^ \?\\\\\[\[\^ \]\+\\\\\] \(ERROR\|CRITICAL\) "\) then \{\n +action\(type="omfwd" target="error-reporter" port="5141"/,
    );
    expect(rsyslog).toContain('ratelimit.interval="60"\n      ratelimit.burst="60"');
    expect(configuration).toContain("listen_address: 0.0.0.0:5141");
    expect(configuration).toContain("logs_endpoint: https://errors.example.com/api/1/integration/otlp/v1/logs");
    expect(JSON.stringify(objects.one("ConfigMap", "alertmanager-config").data)).not.toContain("errors.example.com");
  });

  it("make entries with a key that is in a Secret alone", () => {
    expect(configuration).toContain("x-sentry-auth: sentry sentry_key=${env:ERROR_TRACKER_KEY}");
    expect(container?.env).toEqual([
      {
        name: "ERROR_TRACKER_KEY",
        valueFrom: { secretKeyRef: { name: expect.stringMatching(/^error-reporter-secrets-/) as string, key: "key" } },
      },
    ]);
  });

  it("leave without the values of the fields that are masked for CloudWatch too", () => {
    const mask = (text: string) => /\(\?:([a-z_|-]+)\)/.exec(text)?.[1];
    const shipped = objects.one("ConfigMap", "log-collector-config").data?.["collector.yaml"] ?? "";
    expect(mask(configuration)).toBe(mask(shipped));
    expect(mask(configuration)).toContain("password");
  });

  it("are reported by a pod that the log pod and Prometheus alone reach, and that reaches no pod", () => {
    const labels = podLabels(objects);
    const policies = policiesOf(objects);
    const of = (name: string) => labels.get(name) ?? {};
    const reaching = (port: number) =>
      [...labels.keys()].filter((name) => isLetThrough(policies, { from: of(name), to: of(OWN), port }));
    expect(reaching(5141)).toEqual(["syslog"]);
    expect(reaching(8888)).toEqual(["prometheus"]);
    const reached = [...labels.keys()].filter((name) =>
      isLetThrough(policies, { from: of(OWN), to: of(name), port: 8000 }),
    );
    expect(reached).toEqual([]);
  });

  it("are told of by a pod that may look at the pods of its namespace, and at nothing else", () => {
    const role = objects.one("Role", `${OWN}-access`) as unknown as { readonly rules: object[] };
    expect(role.rules).toEqual([{ apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] }]);
    expect(objects.all("ClusterRole").map(({ metadata }) => metadata.name)).not.toContain(`example-${OWN}-access`);
  });

  it("are counted on their way by Prometheus", () => {
    const prometheus = objects.one("ConfigMap", "prometheus-config").data?.["prometheus.yaml"];
    expect(prometheus).toMatch(/job_name: error-reporter\n +static_configs:\n +- targets:\n +- error-reporter:8888/);
  });
});

describe.each(["local", "staging"] as const)("without an error tracker, as in %s,", async (stack) => {
  const objects = new Objects((await recordStack(stack)).resources);

  it("there is no reporter, and the log pod sends no line anywhere", () => {
    expect(objects.all("Deployment").map(({ metadata }) => metadata.name)).not.toContain(OWN);
    expect(objects.one("ConfigMap", "syslog-config").data?.["rsyslog.conf"]).not.toContain("omfwd");
  });
});

describe("an error tracker", () => {
  const production = environmentOf(committedConfig("production"));
  const { errorTracker } = production.observability;
  const local = environmentOf(committedConfig("local"));

  it("has a secret of its own environment, and needs AWS for it", () => {
    const borrowed = { ...errorTracker, keySecret: "thoughts/staging/error-tracker-key" } as typeof errorTracker;
    expect(
      checkEnvironment({ ...production, observability: { ...production.observability, errorTracker: borrowed } }),
    ).toEqual([
      { path: "observability.errorTracker", message: expect.stringContaining("none of this environment's") as string },
    ]);
    expect(checkEnvironment({ ...local, observability: { ...local.observability, errorTracker } })).toEqual([
      { path: "observability.errorTracker", message: expect.stringContaining(`it needs the platform "aws"`) as string },
    ]);
  });
});
