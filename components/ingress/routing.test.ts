import { describe, expect, it } from "vitest";
import { type Exposure, type Open, weighs } from "./exposure";
import { renderHttpRoute, renderIngress } from "./routing";

const host = "api.example";
const gateway: Extract<Open, { kind: "gateway" }> = {
  kind: "gateway",
  host,
  gateway: { name: "public", namespace: "edge" },
};
const weights = [
  { service: "api-service", percent: 90 },
  { service: "yellow-api-service", percent: 10 },
];
const whole = { service: "api-service", port: 80 };
/** The provider waits for the address, and passes over objects that are older than the change. */
const waiting = { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}" };
const divided = { ...whole, weights };

describe("all requests of a host", () => {
  it.each(["ingress", "nodePort"] as const)("go to one Service through an Ingress, exposed as %s", (kind) => {
    expect(renderIngress({ kind, host, ingressClassName: "nginx" }, whole)).toEqual({
      annotations: waiting,
      spec: {
        ingressClassName: "nginx",
        rules: [
          {
            host,
            http: {
              paths: [
                { path: "/", pathType: "Prefix", backend: { service: { name: "api-service", port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    });
  });

  it.each<[Extract<Open, { kind: "ingress" | "alb" }>, Readonly<Record<string, string>>]>([
    [
      { kind: "ingress", host, ingressClassName: "any" },
      {
        "zalando.org/skipper-backend-protocol": "https",
        "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
      },
    ],
    [{ kind: "alb", host, ingressClassName: "alb" }, { "alb.ingress.kubernetes.io/backend-protocol": "HTTPS" }],
  ])("go over TLS to pods that speak it, in the words of every controller: %j", (exposure, annotations) => {
    const plain = renderIngress(exposure, whole).annotations;
    expect(renderIngress(exposure, { ...whole, podProtocol: "https" }).annotations).toEqual({
      ...plain,
      ...annotations,
    });
    expect(renderIngress(exposure, { ...divided, podProtocol: "https" }).annotations).toMatchObject(annotations);
    expect(renderIngress(exposure, { ...whole, podProtocol: "http" }).annotations).toEqual(plain);
  });

  it("reach the pods themselves behind an AWS load balancer, which lets requests end that are under way", () => {
    expect(renderIngress({ kind: "alb", host, ingressClassName: "alb" }, whole).annotations).toEqual({
      ...waiting,
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=30",
    });
  });

  it("go through a Gateway to one Service", () => {
    expect(renderHttpRoute(gateway, whole)).toEqual({
      parentRefs: [{ name: "public", namespace: "edge" }],
      hostnames: [host],
      rules: [{ backendRefs: [{ name: "api-service", port: 80, weight: 100 }] }],
    });
  });
});

describe("a share of the requests of a host", () => {
  it("goes to another Service by skipper's annotation, both at one path", () => {
    const { annotations, spec } = renderIngress(
      { kind: "ingress", host, ingressClassName: "skipper", weightedBy: "skipper" },
      divided,
    );
    expect(annotations).toEqual({
      ...waiting,
      "zalando.org/backend-weights": `{"api-service":90,"yellow-api-service":10}`,
    });
    expect(JSON.stringify(spec)).toMatch(/"path":"\/".*"name":"api-service".*"path":"\/".*"name":"yellow-api-service"/);
  });

  it("goes to another Service by an action of the AWS load balancer, named like the backend", () => {
    const { annotations, spec } = renderIngress({ kind: "alb", host, ingressClassName: "alb" }, divided);
    expect(JSON.parse(annotations["alb.ingress.kubernetes.io/actions.api-service"] as string)).toEqual({
      type: "forward",
      forwardConfig: {
        targetGroups: [
          { serviceName: "api-service", servicePort: 80, weight: 90 },
          { serviceName: "yellow-api-service", servicePort: 80, weight: 10 },
        ],
      },
    });
    expect(JSON.stringify(spec)).toContain(`{"name":"api-service","port":{"name":"use-annotation"}}`);
  });

  it("goes to another Service by the weights of an HTTPRoute", () => {
    expect(renderHttpRoute(gateway, divided)).toHaveProperty("rules", [
      {
        backendRefs: [
          { name: "api-service", port: 80, weight: 90 },
          { name: "yellow-api-service", port: 80, weight: 10 },
        ],
      },
    ]);
  });

  it.each<[Exposure, boolean]>([
    [{ kind: "internal" }, false],
    [{ kind: "ingress", host, ingressClassName: "nginx" }, false],
    [{ kind: "nodePort", host, ingressClassName: "skipper", weightedBy: "skipper" }, true],
    [{ kind: "alb", host, ingressClassName: "alb" }, true],
    [gateway, true],
  ])("can be had exactly with %j: %s", (exposure, can) => {
    expect(weighs(exposure)).toBe(can);
  });
});
