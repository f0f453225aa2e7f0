import { describe, expect, it } from "vitest";
import type { ServiceRelease } from "../../release/service-release";
import { slotsOf, watchedOf } from "../../release/watched";
import { type Pod, podsOfSlot, type ServiceObject, Watch } from "./watch";

function pod(name: string, more: { ready?: boolean; restarts?: number; tag?: string; ending?: boolean } = {}): Pod {
  const { ready = true, restarts = 0, tag = "v2", ending = false } = more;
  return {
    kind: "Pod",
    metadata: { name, labels: { slot: "yellow" }, ...(ending && { deletionTimestamp: "2026-01-01T00:00:00Z" }) },
    spec: { containers: [{ image: `localhost:5000/frontend:${tag}@sha256:0`, ports: [{ containerPort: 8000 }] }] },
    status: {
      conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
      containerStatuses: [{ restartCount: restarts }],
    },
  };
}

/** What is wrong at the last of several looks. */
function seen(...looks: readonly (readonly Pod[])[]): readonly string[] {
  return seenOf(1, looks);
}

function seenOf(wanted: number, looks: readonly (readonly Pod[])[]): readonly string[] {
  const watch = new Watch("v2");
  return looks.map((pods) => watch.look({ pods, wanted })).at(-1) ?? [];
}

const deployment = (name: string, slot: string, replicas: number): ServiceObject => ({
  kind: "Deployment",
  metadata: { name, labels: { slot } },
  spec: { replicas },
});
const autoscaler = (name: string, minReplicas: number): ServiceObject => ({
  kind: "HorizontalPodAutoscaler",
  metadata: { name: `${name}-held`, labels: {} },
  spec: { scaleTargetRef: { name }, minReplicas },
});

describe("pods under watch", () => {
  it("are well while all of them are ready, in the version and not started again", () => {
    expect(seen([pod("a"), pod("b", { restarts: 3 })], [pod("a"), pod("b", { restarts: 3 })])).toEqual([]);
  });

  it.each<[string, readonly (readonly Pod[])[], string]>([
    ["there is none", [[]], "there is no pod of it"],
    ["the only one ends", [[pod("a", { ending: true })]], "there is no pod of it"],
    ["one is not ready", [[pod("a", { ready: false })]], "a is not ready"],
    ["one is ready no more", [[pod("a")], [pod("a", { ready: false })]], "a is not ready"],
    ["one was started again", [[pod("a")], [pod("a", { restarts: 1 })]], "a ended and was started again"],
    ["one is another version", [[pod("a", { tag: "v1" })]], "a runs v1 instead of v2"],
  ])("are not if %s", (_, looks, wrong) => {
    expect(seen(...looks)).toEqual([wrong]);
  });

  it("are not if there are fewer than there have to be, whoever is to make them", () => {
    expect(seenOf(4, [[pod("a")]])).toEqual(["there are 1 of the 4 pods of it"]);
    expect(
      seenOf(2, [
        [pod("a"), pod("b")],
        [pod("a"), pod("b", { ending: true })],
      ]),
    ).toEqual(["there are 1 of the 2 pods of it"]);
  });

  it.each<[string, readonly ServiceObject[], number]>([
    ["its Deployment says", [deployment("yellow-frontend", "yellow", 4), deployment("frontend", "blue", 8)], 4],
    [
      "its autoscaler has at least, though the Deployment has not got them yet",
      [deployment("yellow-frontend", "yellow", 1), autoscaler("yellow-frontend", 4), autoscaler("frontend", 8)],
      4,
    ],
  ])("of a slot have to be as many as %s", (_, objects, wanted) => {
    expect(podsOfSlot([...objects, pod("a")], "yellow")).toEqual({ pods: [pod("a")], wanted });
    expect(podsOfSlot([...objects, pod("a")], "blue").pods).toEqual([]);
  });

  it("may be joined by one that starts, and left by one that ends", () => {
    expect(seen([pod("a")], [pod("a", { ending: true, ready: false }), pod("b", { ready: false })])).toEqual([]);
  });

  it.each<[string, ServiceRelease, string, string]>([
    ["of a service that does not change", { tag: "v1", slot: "green" }, "green", "v1"],
    ["that are replaced", changing({ kind: "rolling" }, "replaced"), "blue", "v2"],
    ["beside blue", changing({ kind: "blueGreen" }, "switched"), "green", "v2"],
    ["of a canary", changing({ kind: "canary", steps: [10] }, "10%"), "yellow", "v2"],
  ])("are those %s", (_, release, slot, tag) => {
    expect(watchedOf("frontend", release)).toEqual({ slot, tag });
    expect(slotsOf("frontend", release)).toContain(slot);
  });
});

function changing(strategy: ServiceRelease["strategy"], phase: "replaced" | "switched" | "10%"): ServiceRelease {
  return { tag: "v1", strategy, rollout: { phase, next: { tag: "v2" } } };
}
