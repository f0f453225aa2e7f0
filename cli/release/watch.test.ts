import { describe, expect, it } from "vitest";
import type { ServiceRelease } from "../../release/service-release";
import { slotsOf, watchedOf } from "../../release/watched";
import { type Pod, Watch } from "./watch";

function pod(name: string, more: { ready?: boolean; restarts?: number; tag?: string; ending?: boolean } = {}): Pod {
  const { ready = true, restarts = 0, tag = "v2", ending = false } = more;
  return {
    metadata: { name, ...(ending && { deletionTimestamp: "2026-01-01T00:00:00Z" }) },
    spec: { containers: [{ image: `localhost:5000/frontend:${tag}@sha256:0`, ports: [{ containerPort: 8000 }] }] },
    status: {
      conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
      containerStatuses: [{ restartCount: restarts }],
    },
  };
}

/** What is wrong at the last of several looks. */
function seen(...looks: readonly (readonly Pod[])[]): readonly string[] {
  const watch = new Watch("v2");
  return looks.map((pods) => watch.look(pods)).at(-1) ?? [];
}

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
