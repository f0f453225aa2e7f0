import { describe, expect, it } from "vitest";
import { recordStack } from "./testing/graph";
import { isLetThroughBetween, podLabels, policiesOf } from "./testing/network";
import { Objects } from "./testing/objects";

// Statement 87: log lines of production leave the cluster.

const OWN = "log-collector";

describe.each([
  ["production", 90],
  ["staging", 14],
] as const)("87: log lines of %s", async (stack, retentionInDays) => {
  const { resources } = await recordStack(stack);
  const objects = new Objects(resources);
  const own = resources.filter(
    ({ inputs }) => (inputs.metadata as { namespace?: string } | undefined)?.namespace === OWN,
  );
  const group = `/aws/eks/thoughts-${stack}/pods`;
  const [, collector] = [...objects.podTemplates()].find(([name]) => name === OWN) ?? [];

  it(`go to a log group that is made first, with a key, for ${retentionInDays} days`, () => {
    const made = resources.find(({ name }) => name === "log-collector-log-group");
    expect(made).toMatchObject({
      type: "aws:cloudwatch/logGroup:LogGroup",
      inputs: { name: group, retentionInDays, kmsKeyId: "arn-of-key-key" },
      protect: true,
    });
    const pods = resources.find(({ name }) => name === "log-collector-daemon-set");
    expect(pods?.dependsOn).toEqual(
      expect.arrayContaining(["log-collector-identity-association", "log-collector-log-stream"]),
    );
    const configuration = objects.one("ConfigMap", "log-collector-config").data?.["collector.yaml"];
    expect(configuration).toContain(`x-aws-log-group: ${group}`);
  });

  it("are what services send to syslog too, because the log pod prints it", () => {
    expect(objects.one("ConfigMap", "syslog-config").data?.["rsyslog.conf"]).toContain('file="/dev/stdout"');
  });

  it("leave without the values of fields that services name, and of passwords and tokens", () => {
    const configuration = objects.one("ConfigMap", "log-collector-config").data?.["collector.yaml"] ?? "";
    const names = [...configuration.matchAll(/\(\?:([a-z_|-]+)\)/g)].flatMap(([, group = ""]) => group.split("|"));
    expect(names).toEqual(
      expect.arrayContaining(["search", "username", "password", "token", "authorization", "api_key"]),
    );
  });

  it("are read by pods that may do nothing else on their node", () => {
    const spec = collector?.spec as unknown as {
      readonly containers: readonly [{ readonly securityContext: object; readonly volumeMounts: object[] }];
      readonly volumes: readonly object[];
      readonly automountServiceAccountToken: boolean;
      readonly hostNetwork?: boolean;
    };
    expect(spec.containers).toHaveLength(1);
    expect(spec.containers[0].securityContext).toEqual({
      runAsUser: 0,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(spec.volumes.filter((volume) => "hostPath" in volume)).toEqual([
      { name: "pod-logs", hostPath: { path: "/var/log/pods", type: "Directory" } },
      { name: "state", hostPath: { path: "/var/lib/log-collector", type: "DirectoryOrCreate" } },
    ]);
    expect(spec.containers[0].volumeMounts).toContainEqual({
      name: "pod-logs",
      mountPath: "/var/log/pods",
      readOnly: true,
    });
    expect([spec.automountServiceAccountToken, spec.hostNetwork]).toEqual([false, undefined]);
  });

  it("need an exception from Pod Security, which is for one namespace, and nothing else is there", () => {
    const levels = objects
      .all("Namespace")
      .map(({ metadata }) => [metadata.name, metadata.labels["pod-security.kubernetes.io/enforce"]]);
    expect(Object.fromEntries(levels)).toEqual({ example: "restricted", [OWN]: "privileged" });
    expect(own.map(({ name }) => name).sort()).toEqual(
      ["config-configmap", "daemon-set", "network-policy", "role", "role-binding", "service-account"].map(
        (role) => `log-collector-${role}`,
      ),
    );
  });

  it("are counted by Prometheus, which alone reaches the collector; it reaches AWS and no pod", () => {
    const labels = podLabels(objects);
    const of = (name: string) => labels.get(name) ?? {};
    const inNamespace = (namespace: string) => ({
      namespace,
      policies: policiesOf(
        new Objects(
          resources.filter(({ inputs }) => {
            const { namespace: found } = (inputs.metadata ?? {}) as { readonly namespace?: string };
            return found === namespace;
          }),
        ),
      ),
    });
    const [system, beside] = [inNamespace("example"), inNamespace(OWN)];
    const toIt = [...labels.keys()].filter((name) =>
      isLetThroughBetween(system, beside, { from: of(name), to: of(OWN), port: 8888 }),
    );
    expect(toIt).toEqual(["prometheus"]);
    const fromIt = [...labels.keys()].filter((name) =>
      isLetThroughBetween(beside, system, { from: of(OWN), to: of(name), port: 8000 }),
    );
    expect(fromIt).toEqual([]);
    expect(JSON.stringify(objects.one("ConfigMap", "prometheus-config").data)).toContain(`job_name: ${OWN}`);
  });
});

it("87: a machine of one's own has no collector, and the log pod prints nothing", async () => {
  const objects = new Objects((await recordStack("local")).resources);
  expect(objects.all("DaemonSet")).toEqual([]);
  expect(objects.one("ConfigMap", "syslog-config").data?.["rsyslog.conf"]).not.toContain("/dev/stdout");
});
