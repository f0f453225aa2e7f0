import { describe, expect, it } from "vitest";
import type { Exposure } from "../ingress/exposure";
import type { Strategy } from "../rollout/strategy";
import type { ServiceArgs } from "./service-args";

const args = {
  namespace: "example",
  partOf: "system",
  owner: "team",
  container: {
    name: "api",
    image: { repository: "registry.example/api", tag: "v1", pullPolicy: "Always" },
    port: 8000,
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } },
    probes: { readiness: { check: { kind: "http", path: "/ready", port: 8000 } } },
  },
  user: 1000,
  scaling: { kind: "fixed", replicas: 1 },
  network: { callers: [], dependencies: [] },
  address: { name: "api-service", portName: "api" },
} as const satisfies ServiceArgs;

/** Each line below is an error that the compiler must make; `npm run typecheck` fails where it makes none. */
function withoutWhatOnlyItsAuthorKnows(): readonly unknown[] {
  const { container } = args;
  return [
    // @ts-expect-error: the team that answers for it
    { ...args, owner: undefined } satisfies ServiceArgs,
    // @ts-expect-error: the user that the image runs as
    { ...args, user: undefined } satisfies ServiceArgs,
    // @ts-expect-error: how many pods there are to be
    { ...args, scaling: undefined } satisfies ServiceArgs,
    // @ts-expect-error: who calls it and whom it calls
    { ...args, network: undefined } satisfies ServiceArgs,
    // @ts-expect-error: the image
    { ...args, container: { ...container, image: undefined } } satisfies ServiceArgs,
    // @ts-expect-error: the port
    { ...args, container: { ...container, port: undefined } } satisfies ServiceArgs,
    // @ts-expect-error: what it uses
    { ...args, container: { ...container, resources: undefined } } satisfies ServiceArgs,
    // @ts-expect-error: when it can take requests
    { ...args, container: { ...container, probes: {} } } satisfies ServiceArgs,
  ];
}

/** What makes no sense together can't be written down together. */
function contradictions(): readonly unknown[] {
  return [
    // @ts-expect-error: an autoscaler owns the number of pods
    { kind: "hpa", replicas: 3 } satisfies ServiceArgs["scaling"],
    // @ts-expect-error: recreate has no shares
    { kind: "recreate", maxSurge: 1 } satisfies Strategy,
    // @ts-expect-error: a canary has steps
    { kind: "canary" } satisfies Strategy,
    // @ts-expect-error: what is internal has no host
    { kind: "internal", host: "api.example" } satisfies Exposure,
  ];
}

describe("a service", () => {
  it("that leaves out what only its author knows, or contradicts itself, does not compile", () => {
    expect(withoutWhatOnlyItsAuthorKnows()).toHaveLength(8);
    expect(contradictions()).toHaveLength(4);
  });
});
