import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { ClusterState } from "./cluster-state";
import { failures } from "./finding";
import { judgeUpgrade } from "./judge";
import { reportText } from "./report";
import { nextStep } from "./steps";

const STATE: ClusterState = {
  server: "https://example.eks.amazonaws.com",
  version: "v1.35.4-eks-3abbec1",
  nodes: [{ name: "n1", kubelet: "v1.35.3-eks-3abbec1" }],
  kubeProxy: "v1.35.3-eksbuild.29",
  requests: { kind: "known", since: new Date("2026-11-01T00:00:00Z"), deprecated: [] },
  disruptionBudgets: [],
  lone: [],
};

const ADDONS = { "kube-proxy": "v1.35.3-eksbuild.29" };

const judged = (state: ClusterState, target = "1.36") => judgeUpgrade(state, target, "2026-11-25", ADDONS);

const STUCK = { namespace: "example", name: "frontend", allowed: 0, expected: 2, healthy: 2, desired: 2 };

/** Words without colours: what is tested is what they say. */
function report(state: ClusterState, target = "1.36"): readonly string[] {
  const text = reportText("staging", state, target, judged(state, target));
  return stripVTControlCharacters(text).split("\n");
}

describe("the check of a cluster on EKS", () => {
  it("passes one that is ready, and begins with the control plane", () => {
    expect(failures(judged(STATE))).toEqual([]);
    const lines = report(STATE);
    expect(lines[0]).toBe("Kubernetes 1.35 -> 1.36  staging, https://example.eks.amazonaws.com (v1.35.4-eks-3abbec1)");
    expect(lines.filter((line) => line.includes("<- next"))).toEqual([
      `  ○ 1 control plane  eks in versions.json to "1.36"; npm run rehearse -- staging --from main; pulumi up  <- next`,
    ]);
    expect(lines.at(-1)).toBe("Nothing speaks against going to 1.36.");
  });

  it("judges the add-ons of versions.json, which are for EKS alone", () => {
    const addons = (state: ClusterState) => report(state).filter((line) => line.includes("eksAddons:"));
    expect(addons(STATE)).toHaveLength(1);
    expect(addons({ ...STATE, version: "v1.35.4" })).toEqual([]);
  });

  it("puts mending first, counts what fails and says so in the last line", () => {
    const lines = report({ ...STATE, disruptionBudgets: [STUCK], nodes: [{ name: "n1", kubelet: "v1.32.0" }] });
    expect(lines.filter((line) => line.startsWith("  fails: "))).toHaveLength(2);
    expect(lines).toContain("  ○ 1 mend           what fails above, then check again  <- next");
    expect(lines.at(-1)).toBe("2 things speak against going to 1.36.");
  });

  it("leaves the steps of other clusters to their makers", () => {
    expect(report({ ...STATE, version: "v1.35.4" })).toContain(
      "  ○ 1 control plane  as whoever made the cluster says  <- next",
    );
  });
});

describe("the step that is next", () => {
  const next = (given: Partial<ClusterState>, failed = false) => nextStep({ ...STATE, ...given }, "1.36", failed);
  const version = "v1.36.1-eks-3abbec1";
  const kubeProxy = "v1.36.0-eksbuild.2";
  const nodes = [{ name: "n1", kubelet: "v1.36.0-eks-3abbec1" }];

  it("is the control plane, then the add-ons, then the nodes, then none", () => {
    expect([next({}), next({ version }), next({ version, kubeProxy }), next({ version, kubeProxy, nodes })]).toEqual([
      "control plane",
      "add-ons",
      "nodes",
      undefined,
    ]);
    expect(report({ ...STATE, version, kubeProxy, nodes }).at(-1)).toBe("All of the cluster has 1.36.");
  });

  it("waits for the last node", () => {
    expect(next({ version, kubeProxy, nodes: [...nodes, ...STATE.nodes] })).toBe("nodes");
  });

  it("is to mend what fails, before any other", () => {
    expect(next({ version }, true)).toBe("mend");
  });
});
