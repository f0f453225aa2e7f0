import { arch, platform } from "node:os";
import versions from "../../versions.json";
import { goMod, source } from "./catalog";
import type { NodeTool, ToolSpec } from "./tool";

/** What real nodes, and the images on them, need, each with where it can be had. */
export function nodeCatalog(): Readonly<Record<NodeTool, ToolSpec>> {
  return { crane: crane(), "kubernetes-node": kubernetesNode() };
}

/** Writes images to a registry. Its release has an archive for each system, with a checksum. */
function crane(): ToolSpec {
  const version = versions.crane;
  const release = `https://github.com/google/go-containerregistry/releases/download/v${version}`;
  const system = `${platform() === "darwin" ? "Darwin" : "Linux"}_${arch() === "x64" ? "x86_64" : "arm64"}`;
  return {
    name: "crane",
    version,
    programs: ["crane"],
    probe: { program: "crane", args: ["version"], pattern: /v?(\d+\.\d+\.\d+)/ },
    accepted: `>=${version} <1`,
    downloads: [
      {
        url: `${release}/go-containerregistry_${system}.tar.gz`,
        checksums: `${release}/checksums.txt`,
        archive: { programs: ["crane"] },
      },
    ],
    builds: [
      {
        goMod: goMod([`require github.com/google/go-containerregistry v${version}`]),
        packages: [{ program: "crane", path: "github.com/google/go-containerregistry/cmd/crane" }],
        usualSeconds: 25,
      },
    ],
  };
}

/** kubelet and kube-proxy, and a process that does nothing, which holds a pod's namespaces. */
function kubernetesNode(): ToolSpec {
  const version = versions.kubernetes;
  const [major = "", minor = ""] = version.split(".");
  const component = "k8s.io/component-base/version";
  return {
    name: "kubernetes-node",
    version,
    programs: ["kubelet", "kube-proxy", "pause"],
    probe: { program: "kubelet", args: ["--version"], pattern: /Kubernetes v(\d+\.\d+\.\d+)/ },
    accepted: `~${major}.${minor}`,
    // The three are not published together.
    downloads: [],
    builds: [
      {
        goMod: goMod([`require k8s.io/kubernetes v${version}`]),
        staging: { module: "k8s.io/kubernetes", version: `v${version}`, published: `v0${version.slice(1)}` },
        main: source("kubernetes-node.go"),
        packages: [
          {
            program: "kubernetes-node",
            path: ".",
            variables: {
              [`${component}.gitVersion`]: `v${version}`,
              [`${component}.gitMajor`]: major,
              [`${component}.gitMinor`]: minor,
            },
          },
        ],
        links: ["kubelet", "kube-proxy"],
        usualSeconds: 150,
      },
      {
        goMod: goMod([]),
        main: source("pause.go"),
        packages: [{ program: "pause", path: "." }],
        usualSeconds: 5,
      },
    ],
  };
}
