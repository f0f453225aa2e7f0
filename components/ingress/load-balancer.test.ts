import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { Certificate } from "./certificate";
import { ALB_HEALTH_CHECK } from "./load-balancer-times";
import { type LoadBalancer, TLS_POLICY } from "./load-balancer";
import { INGRESS_CLASS, LoadBalancerController } from "./load-balancer-controller";
import { renderIngress } from "./routing";

const OWN = {
  accessLogs: { bucketName: "logs", prefix: "edge" },
  deletionProtection: true,
  tags: { environment: "staging", owner: "team" },
};
const loadBalancer: LoadBalancer = {
  certificateArn: "arn:certificate",
  group: "thoughts-staging",
  own: OWN,
  healthCheckPath: "/ready",
};

function annotations(
  change: Partial<LoadBalancer> = {},
  from = loadBalancer,
): Promise<Readonly<Record<string, string>>> {
  const exposure = { kind: "alb", host: "api.example", ingressClassName: INGRESS_CLASS } as const;
  const routing = { service: "api-service", port: 80 };
  const made = renderIngress({ ...exposure, loadBalancer: { ...from, ...change } }, routing).annotations;
  return new Promise((resolve) => pulumi.output(made).apply(resolve));
}

describe("a load balancer in front of a service", () => {
  it("is reached from the internet", async () => {
    expect(await annotations()).toMatchObject({ "alb.ingress.kubernetes.io/scheme": "internet-facing" });
  });

  it("listens to HTTPS with a certificate, and only redirects what comes by HTTP", async () => {
    expect(await annotations()).toMatchObject({
      "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
      "alb.ingress.kubernetes.io/ssl-redirect": "443",
      "alb.ingress.kubernetes.io/certificate-arn": "arn:certificate",
    });
  });

  it("has its own settings from one Ingress of its group; those that join it say nothing of them", async () => {
    const joined = Object.keys(
      await annotations({}, { certificateArn: "arn:demo", group: "edge", healthCheckPath: "/" }),
    );
    expect(joined.map((key) => key.replace("alb.ingress.kubernetes.io/", "")).sort()).toEqual([
      "certificate-arn",
      "group.name",
      "healthcheck-interval-seconds",
      "healthcheck-path",
      "healthcheck-timeout-seconds",
      "healthy-threshold-count",
      "listen-ports",
      "pulumi.com/waitFor",
      "target-group-attributes",
      "target-type",
      "unhealthy-threshold-count",
    ]);
  });

  it("speaks TLS 1.3, and nothing older than 1.2", async () => {
    expect((await annotations())["alb.ingress.kubernetes.io/ssl-policy"]).toBe(TLS_POLICY);
    expect(TLS_POLICY).toMatch(/^ELBSecurityPolicy-TLS13-1-2-/);
  });

  it("sends requests to pods, and lets those that end have the requests they began", async () => {
    expect(await annotations()).toMatchObject({
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/healthcheck-path": "/ready",
      "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=30",
    });
  });

  it.each([true, false])("logs every request, drops malformed headers, and is protected: %j", async (protect) => {
    const attributes = (await annotations({ own: { ...OWN, deletionProtection: protect } }))[
      "alb.ingress.kubernetes.io/load-balancer-attributes"
    ];
    expect(attributes?.split(",").sort()).toEqual([
      "access_logs.s3.bucket=logs",
      "access_logs.s3.enabled=true",
      "access_logs.s3.prefix=edge",
      `deletion_protection.enabled=${String(protect)}`,
      "idle_timeout.timeout_seconds=60",
      "routing.http.drop_invalid_header_fields.enabled=true",
    ]);
  });

  it("has a web ACL only if it is told one", async () => {
    const key = "alb.ingress.kubernetes.io/wafv2-acl-arn";
    expect(await annotations()).not.toHaveProperty([key]);
    expect(await annotations({ own: { ...OWN, webAclArn: "arn:acl" } })).toHaveProperty([key], "arn:acl");
  });

  it("asks a pod often enough, and no longer than it waits for the next time", async () => {
    const { intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = ALB_HEALTH_CHECK;
    expect(timeoutSeconds).toBeLessThan(intervalSeconds);
    // A sick pod gets requests for this long at most, and a new one is in service after this long.
    expect([intervalSeconds * unhealthyThreshold, intervalSeconds * healthyThreshold]).toEqual([20, 20]);
    expect(await annotations()).toMatchObject({
      "alb.ingress.kubernetes.io/healthcheck-interval-seconds": "10",
      "alb.ingress.kubernetes.io/healthcheck-timeout-seconds": "5",
      "alb.ingress.kubernetes.io/healthy-threshold-count": "2",
      "alb.ingress.kubernetes.io/unhealthy-threshold-count": "2",
    });
  });

  it("bears the environment's tags", async () => {
    expect((await annotations())["alb.ingress.kubernetes.io/tags"]).toBe("environment=staging,owner=team");
  });
});

describe("a certificate", () => {
  it("holds for a domain and what is below it, and is waited for until a record has proven whose it is", async () => {
    const { resources } = await record(() => {
      const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
      new Certificate("web", { domain: "example.com", zoneId: "Z1" }, { provider });
    });
    const inputs = (role: string) => resources.find(({ name }) => name === `web-${role}`)?.inputs;
    expect(inputs("certificate")).toEqual({
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com"],
      validationMethod: "DNS",
    });
    expect(inputs("validation-record")).toMatchObject({ zoneId: "Z1", name: "_proof.domain", records: ["_proof.acm"] });
    expect(inputs("validation")).toEqual({
      certificateArn: "arn-of-web-certificate",
      validationRecordFqdns: ["_proof.domain"],
    });
  });
});

describe("the controller of load balancers", () => {
  it("is one version of its chart, in pods that have their role from the start", async () => {
    const { resources } = await record(() => {
      const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
      const kubernetes = new k8s.Provider("kubernetes", { context: "c" });
      const cluster = { account: "123456789012", region: "us-west-2", clusterName: "example" };
      new LoadBalancerController(
        "edge",
        { ...cluster, vpcId: "vpc-1", chartVersion: "3.5.0", webAcl: false, tags: { owner: "team" } },
        { providers: [provider, kubernetes] },
      );
    });
    const release = resources.find(({ name }) => name === "edge-release");
    expect(release?.inputs).toMatchObject({
      chart: "aws-load-balancer-controller",
      version: "3.5.0",
      values: { clusterName: "example", defaultTags: { owner: "team" }, serviceAccount: { create: true } },
    });
    expect(release?.dependsOn).toContain("edge-identity-association");
    const account = resources.find(({ name }) => name === "edge-identity-association")?.inputs.serviceAccount;
    expect(release?.inputs.values).toMatchObject({ serviceAccount: { name: account } });
  });
});
