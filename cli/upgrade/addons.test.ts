import { describe, expect, it } from "vitest";
import { type AddonQuestion, judgeAddons } from "./addons";

describe("add-ons", () => {
  const judged = (question: Partial<AddonQuestion>) => judgeAddons({ current: "1.35", target: "1.36", ...question });
  const committed = { "kube-proxy": "v1.35.3-eksbuild.29", coredns: "v1.13.2-eksbuild.31" };

  it("may stay if the kube-proxy that runs is no more than three minor versions older than the target", () => {
    expect(judged({ kubeProxy: "v1.33.0-eksbuild.2" })).toEqual([
      { kind: "ok", text: "kube-proxy v1.33.0-eksbuild.2 runs, and may stay until 1.36 is there" },
    ]);
    expect(judged({ kubeProxy: "v1.32.0-eksbuild.2" })).toEqual([
      {
        kind: "failure",
        text: "kube-proxy v1.32.0-eksbuild.2 would be more than 3 minor versions older than 1.36; bring it to 1.35 first.",
      },
    ]);
  });

  it("fail with a kube-proxy that is newer than the control plane", () => {
    expect(judged({ kubeProxy: "v1.36.0-eksbuild.2" })).toEqual([
      {
        kind: "failure",
        text: "kube-proxy v1.36.0-eksbuild.2 may not be newer than the control plane, which has 1.35.",
      },
    ]);
  });

  it("are not judged by a tag that is no version, and there need be none", () => {
    expect(judged({ kubeProxy: "latest" })).toMatchObject([{ kind: "note" }]);
    expect(judged({})).toEqual([{ kind: "ok", text: "no kube-proxy runs as a DaemonSet" }]);
  });

  it("as committed fit the next version, and kube-proxy is yet to be raised", () => {
    expect(judged({ committed }).slice(1)).toEqual([
      {
        kind: "note",
        text:
          "versions.json.eksAddons: kube-proxy v1.35.3-eksbuild.29 fits 1.36, and is yet to be raised to one that starts " +
          "with v1.36.",
      },
      {
        kind: "note",
        text: expect.stringContaining("describe-addon-versions --kubernetes-version 1.36") as string,
      },
    ]);
    expect(judged({ target: "1.35", committed })[1]).toEqual({
      kind: "ok",
      text: "versions.json.eksAddons: kube-proxy v1.35.3-eksbuild.29 is for 1.35",
    });
  });

  it("as committed fail as they do in a preview", () => {
    const ahead = { ...committed, "kube-proxy": "v1.37.0-eksbuild.1" };
    expect(judged({ committed: ahead }).slice(1)).toEqual([
      {
        kind: "failure",
        text: expect.stringContaining(
          "versions.json.eksAddons.kube-proxy: v1.37.0-eksbuild.1 does not fit Kubernetes 1.36",
        ) as string,
      },
      { kind: "note", text: expect.stringContaining("only AWS knows") as string },
    ]);
  });
});
