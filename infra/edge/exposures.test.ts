import { describe, expect, it } from "vitest";
import type { AwsPlatform, ClusterPlatform } from "../platform";
import type { ClusterIngress } from "./choice";
import { exposureOf, schemeOf, toolExposureOf } from "./exposures";

const domain = "example.com";
const cluster = (ingress: ClusterIngress): ClusterPlatform => ({
  kind: "cluster",
  context: "test",
  registry: "registry.example",
  ingress,
  database: { kind: "sidecar" },
});
const alb = { kind: "aws", ingress: { kind: "alb" } } as AwsPlatform;

const gateway = cluster({ kind: "gateway", namespace: "edge", name: "public" });
const open = (kind: "skipper" | "class", backendsReachable: boolean) =>
  cluster(kind === "skipper" ? { kind, backendsReachable } : { kind, className: "nginx", backendsReachable });

describe("one field of the platform swaps how requests come in", () => {
  it.each([
    [open("skipper", true), { kind: "nodePort", ingressClassName: "skipper", weightedBy: "skipper" }],
    [open("skipper", false), { kind: "ingress", ingressClassName: "skipper", weightedBy: "skipper" }],
    [open("class", true), { kind: "nodePort", ingressClassName: "nginx" }],
    [open("class", false), { kind: "ingress", ingressClassName: "nginx" }],
    [gateway, { kind: "gateway", gateway: { namespace: "edge", name: "public" } }],
    [alb, { kind: "alb", ingressClassName: "alb" }],
  ])("for the frontend, %#", (platform, exposure) => {
    expect(exposureOf({ platform, domain }, "frontend")).toEqual({ ...exposure, host: "frontend.example.com" });
  });

  it("for backends and tools on a machine of one's own, whose canaries get no exact share: callers go past the Ingress", () => {
    const entered = { platform: open("skipper", true), domain };
    const host = "thoughts.example.com";
    expect(exposureOf(entered, "thoughts-backend")).toEqual({ kind: "nodePort", ingressClassName: "skipper", host });
    expect(toolExposureOf(entered, "grafana")).toEqual({
      kind: "ingress",
      ingressClassName: "skipper",
      host: "grafana.example.com",
    });
  });

  it.each([open("skipper", false), open("class", false), gateway, alb])(
    "and lets nobody in to backends and tools anywhere else, %#",
    (platform) => {
      expect(exposureOf({ platform, domain }, "thoughts-backend")).toEqual({ kind: "internal" });
      expect(toolExposureOf({ platform, domain }, "grafana")).toEqual({ kind: "internal" });
    },
  );

  it("and says whether addresses are HTTPS", () => {
    expect([open("skipper", true), gateway, alb].map(schemeOf)).toEqual(["http", "http", "https"]);
  });
});
