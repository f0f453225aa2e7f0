import { describe, expect, it } from "vitest";
import versions from "../../versions.json";
import { checkAddonVersions, checkNodeVersion, EKS_CALENDAR, kubernetesMinor } from "./kubernetes-versions";

describe("Kubernetes versions of EKS", () => {
  it("follow each other without a gap, each later than the one before, with twelve months of extended support", () => {
    const entries = Object.entries(EKS_CALENDAR);
    const minors = entries.map(([version]) => kubernetesMinor(version));
    expect(minors).toEqual(minors.map((_, index) => (minors[0] ?? 0) + index));
    for (const [, { released, standardUntil, extendedUntil }] of entries) {
      expect(released < standardUntil).toBe(true);
      expect(extendedUntil).toBe(`${Number(standardUntil.slice(0, 4)) + 1}${standardUntil.slice(4)}`);
    }
    expect(entries.map(([, { released }]) => released)).toEqual(entries.map(([, { released }]) => released).sort());
  });

  it("have a minor, however they are written", () => {
    expect([kubernetesMinor("1.35"), kubernetesMinor("1.35.4"), kubernetesMinor("v1.35.3-eksbuild.29")]).toEqual([
      35, 35, 35,
    ]);
    expect(() => kubernetesMinor("135")).toThrow(`"135" is no version of Kubernetes; use one such as "1.35".`);
  });

  it("are the same on EKS as on this machine, or what is tried here is not what runs there", () => {
    expect(kubernetesMinor(versions.kubernetes)).toBe(kubernetesMinor(versions.eks));
  });
});

describe("the nodes' version", () => {
  it("may lag behind the cluster's, by three minors at most", () => {
    expect(["1.35", "1.34", "1.32"].flatMap((nodes) => checkNodeVersion("1.35", nodes))).toEqual([]);
  });

  it.each(["1.36", "1.31"])("can't be %s in a cluster with 1.35", (nodes) => {
    expect(checkNodeVersion("1.35", nodes)).toEqual([
      {
        path: "eksNodes",
        message: expect.stringContaining(`nodes with ${nodes} can't be in a cluster with 1.35`) as string,
      },
    ]);
  });
});

describe("add-ons' versions", () => {
  const withProxy = (kubeProxy: string) => checkAddonVersions("1.35", { "kube-proxy": kubeProxy });

  it("as committed fit the committed Kubernetes version", () => {
    expect(checkAddonVersions(versions.eks, versions.eksAddons)).toEqual([]);
  });

  it("may lag three minors in kube-proxy, and not be ahead", () => {
    expect([...withProxy("v1.35.0-eksbuild.1"), ...withProxy("v1.32.9-eksbuild.1")]).toEqual([]);
    for (const version of ["v1.36.0-eksbuild.1", "v1.31.9-eksbuild.1"]) {
      expect(withProxy(version)).toEqual([
        {
          path: "kube-proxy",
          message: expect.stringMatching(
            /^v1\.3\d\.\d-eksbuild\.1 does not fit Kubernetes 1\.35: .*use one that starts with "v1\.35\."/,
          ) as string,
        },
      ]);
    }
  });

  it("are refused where they are none that EKS has", () => {
    expect(checkAddonVersions("1.35", { coredns: "latest" })).toEqual([
      { path: "coredns", message: expect.stringContaining(`"latest" is no version of an add-on`) as string },
    ]);
  });
});
