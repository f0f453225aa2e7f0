import { describe, expect, it } from "vitest";
import { judgeSkew } from "./version-skew";

describe("the skew of versions", () => {
  const nodes = (...kubelets: readonly string[]) => kubelets.map((kubelet, index) => ({ name: `n${index}`, kubelet }));
  const judged = (target: string, ...kubelets: readonly string[]) => judgeSkew("1.35", target, nodes(...kubelets));

  it("is right for the next minor version, with nodes of the present one", () => {
    expect(judged("1.36", "v1.35.3-eks-3abbec1", "v1.35.4-eks-3abbec1")).toEqual([
      { kind: "ok", text: "from 1.35 to 1.36 is one minor version" },
      { kind: "ok", text: "2 nodes with kubelet 1.35 (n0, n1)" },
    ]);
  });

  it("is right in the middle of an upgrade, with nodes of both versions", () => {
    expect(judgeSkew("1.36", "1.36", nodes("v1.36.0", "v1.35.4")).map(({ kind }) => kind)).toEqual([
      "ok",
      "note",
      "ok",
    ]);
  });

  it("refuses two minor versions at a time", () => {
    expect(judged("1.37", "v1.35.4")[0]).toEqual({
      kind: "failure",
      text: "from 1.35 to 1.37 are 2 minor versions, and a control plane goes up one at a time; go to 1.36 first.",
    });
  });

  it("notes nodes that are behind, and refuses those that would be more than three behind", () => {
    expect(judged("1.36", "v1.33.9", "v1.32.9").slice(1)).toEqual([
      {
        kind: "failure",
        text: "1 node with kubelet 1.32 (n1) would be more than 3 minor versions older than 1.36; bring them to 1.35 first.",
      },
      {
        kind: "note",
        text: "1 node with kubelet 1.33 (n0) may stay, yet the control plane has 1.35: finish the last upgrade first",
      },
    ]);
  });

  it("refuses nodes that are newer than the control plane, though they fit the target", () => {
    expect(judged("1.36", "v1.36.0")[1]).toEqual({
      kind: "failure",
      text: "1 node with kubelet 1.36 (n0) may never be newer than the control plane, which has 1.35; replace them.",
    });
  });

  it("says of which nodes it can't tell", () => {
    expect(judged("1.36", "kwok-0.7.0")[1]).toEqual({
      kind: "note",
      text: "1 node not judged, since kwok-0.7.0 is no version of Kubernetes (simulated nodes)",
    });
    expect(judged("1.36")[1]).toMatchObject({ kind: "note" });
  });

  it("names five nodes of many", () => {
    expect(judged("1.36", ...Array<string>(7).fill("v1.35.4"))[1]?.text).toBe(
      "7 nodes with kubelet 1.35 (n0, n1, n2, n3, n4 and 2 more)",
    );
  });
});
