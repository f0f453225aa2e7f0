import { describe, expect, it } from "vitest";
import { ProblemsError } from "../components/base/refusal";
import type { Config } from "./config";
import { demoOf, demoSettingsOf, environmentOf } from "./environments";
import { isDemo } from "./names";
import { configOf, demoIn, LEASE, OFFERS } from "./testing/demos";
import { type Objects, objectsOf, objectsOfEnvironment } from "./testing/objects";

/** Objects as `Kind/name`, without what is hashed into a name. */
function namesOf({ resources }: Objects): readonly string[] {
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs }) => inputs as { kind: string; metadata: { name: string } })
    .map(({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[0-9a-f]{8}$/, "")}`)
    .sort();
}

function problemsOf(config: Config): readonly string[] {
  try {
    demoSettingsOf(config);
  } catch (error) {
    if (error instanceof ProblemsError) {
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
}

describe("a copy of the local environment", async () => {
  const copy = await objectsOfEnvironment(demoIn("local"));
  const source = await objectsOf("local");

  it("has what the source has, but for what watches over it, and the budget of a frontend that has one pod now; and its bounds", () => {
    const missing = namesOf(source).filter((name) => !namesOf(copy).includes(name));
    const watching = /prometheus|alertmanager|grafana|blackbox|kube-state-metrics/;
    expect(missing.filter((name) => !watching.test(name))).toEqual([
      "Namespace/example",
      "PodDisruptionBudget/frontend",
    ]);
    expect(namesOf(copy).filter((name) => !namesOf(source).includes(name))).toEqual([
      "LimitRange/tenant",
      "Namespace/demo-anna",
      "NetworkPolicy/tenant",
      "ResourceQuota/tenant",
      "Role/tenant",
      "RoleBinding/tenant",
    ]);
  });

  it("is in a namespace of its own, with all that it has", () => {
    const namespaces = copy.resources
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ inputs }) => (inputs as { metadata: { name: string; namespace?: string } }).metadata)
      .map(({ name, namespace }) => namespace ?? name);
    expect(new Set(namespaces)).toEqual(new Set(["demo-anna"]));
  });

  it("says on its namespace whose it is, what for and until when: from its last change", () => {
    const { labels, annotations } = copy.one("Namespace", "demo-anna").metadata;
    expect(labels).toMatchObject({ owner: "shop", "demo-of": "local" });
    expect(annotations).toEqual({
      "thoughts/scope": "the new search",
      "thoughts/created": "2026-11-23T08:00:00Z",
      "thoughts/changed": "2026-11-24T20:00:00Z",
      "thoughts/expires": "2026-11-26T08:00:00.000Z",
    });
    expect(source.one("Namespace", "example").metadata).not.toHaveProperty("annotations");
  });

  it("is reached at hosts of its own", () => {
    const hosts = copy.all("Ingress").flatMap(({ spec }) => spec.rules.map(({ host }) => host));
    expect(hosts).toContain("frontend.demo-anna.example.local");
    expect(hosts.filter((host) => !host.endsWith(".demo-anna.example.local"))).toEqual([]);
  });

  it("runs images of the source's registry, one pod of each service", () => {
    const images = copy.pods().flatMap(({ containers }) => containers.map(({ image }) => image));
    expect(images.filter((image) => !image.startsWith("registry.example/"))).toEqual([]);
    expect(copy.all("Deployment").map(({ spec }) => spec.replicas)).toEqual(copy.all("Deployment").map(() => 1));
  });
});

describe.each(["local", "staging"] as const)("a copy of %s", async (source) => {
  const { resources } = await objectsOfEnvironment(demoIn(source));
  const text = JSON.stringify(
    resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ inputs }) => inputs),
  );

  it("names neither the namespace default nor that of its source, and no host of either", () => {
    expect(text).toContain('"namespace":"demo-anna"');
    expect(text).not.toMatch(/"namespace":"(default|example)"|\.(default|example)\.svc/);
    const hosts = [...text.matchAll(/"host":"([^"]+)"/g)].map(([, host = ""]) => host);
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter((host) => !host.endsWith(`.demo-anna.${OFFERS[source].domain}`))).toEqual([]);
  });
});

describe("a copy that sleeps", async () => {
  const copy = await objectsOfEnvironment(demoIn("local"));
  const sleeping = await objectsOfEnvironment(demoIn("local", "demo-anna", { demo: { ...LEASE, asleep: true } }));

  it("has no pod, and all else that it has awake", () => {
    const workloads = ["Deployment", "StatefulSet"].flatMap((kind) => sleeping.all(kind));
    expect(workloads.length).toBe(6);
    expect(workloads.map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual(
      workloads.map(({ metadata }) => [metadata.name, 0]),
    );
    expect(namesOf(sleeping)).toEqual(namesOf(copy));
    expect(sleeping.all("StatefulSet").map(({ spec }) => spec.volumeClaimTemplates)).toEqual(
      copy.all("StatefulSet").map(({ spec }) => spec.volumeClaimTemplates),
    );
  });
});

describe("a copy of staging", async () => {
  const copy = await objectsOfEnvironment(demoIn("staging"));

  it("makes nothing on AWS but a certificate for its hosts, and the record that proves it", () => {
    const onAws = copy.resources.filter(({ type }) => type.startsWith("aws:")).map(({ type }) => type);
    expect(onAws.sort()).toEqual([
      "aws:acm/certificate:Certificate",
      "aws:acm/certificateValidation:CertificateValidation",
      "aws:route53/record:Record",
    ]);
    expect(copy.resources.find(({ type }) => type === "aws:acm/certificate:Certificate")?.inputs).toMatchObject({
      domainName: "demo-anna.staging.example.com",
      subjectAlternativeNames: ["*.demo-anna.staging.example.com"],
    });
  });

  it("shares the load balancer of the source, and says nothing of what is that one's own", () => {
    const [ingress] = copy.all("Ingress");
    expect(ingress?.metadata.annotations).toMatchObject({ "alb.ingress.kubernetes.io/group.name": "thoughts-staging" });
    expect(Object.keys(ingress?.metadata.annotations ?? {}).join(" ")).not.toMatch(/attributes=|tags|scheme|ssl-/);
  });

  it("keeps data on volumes of the source's class", () => {
    const [server] = copy.all("StatefulSet");
    expect(server?.spec.volumeClaimTemplates).toMatchObject([{ spec: { storageClassName: "gp3" } }]);
  });
});

describe("a demo", () => {
  it.each(["demo-anna", "demo-1", `demo-${"a".repeat(35)}`])("may be called %s", (name) => {
    expect(isDemo(name)).toBe(true);
  });

  it.each(["anna", "demo-", "demo", "demo-Anna", "demo-anna-", "example", "kube-system", `demo-${"a".repeat(36)}`])(
    "may not be called %s: that is somebody else's namespace, or none",
    (name) => {
      expect(isDemo(name)).toBe(false);
      expect(() => environmentOf(configOf("local", name))).toThrow(ProblemsError);
    },
  );

  it("is no copy of production", () => {
    expect(problemsOf(configOf("production"))).toEqual([
      `thoughts:source: "production" is not allowed; write the stack that it is a copy of: local or staging.`,
    ]);
  });

  it("does not take the namespace of its source", () => {
    const config = configOf("local", "demo-anna");
    const taken = { ...OFFERS.local, namespace: "demo-anna" };
    expect(() => demoOf(config, demoSettingsOf(config), taken)).toThrow(/is the namespace of local; use another name/);
  });
});
