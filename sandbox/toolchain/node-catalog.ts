import { arch, platform } from "node:os";
import versions from "../../versions.json";
import { goMod, source } from "./catalog";
import type { NodeTool, ToolSpec } from "./tool";

/** What real nodes, and the images on them, need, each with where it can be had. */
export function nodeCatalog(): Readonly<Record<NodeTool, ToolSpec>> {
  return {
    crane: crane(),
    "kubernetes-node": kubernetesNode(),
    coredns: coredns(),
    "local-path-provisioner": localPathProvisioner(),
    skipper: skipper(),
    "metrics-server": metricsServer(),
    "kube-state-metrics": kubeStateMetrics(),
    prometheus: prometheus(),
  };
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

/** Names of Services, for pods. */
function coredns(): ToolSpec {
  const version = versions.coredns;
  const release = `https://github.com/coredns/coredns/releases/download/v${version}`;
  const archive = `coredns_${version}_${platform()}_${arch() === "x64" ? "amd64" : arch()}.tgz`;
  return {
    name: "coredns",
    version,
    programs: ["coredns"],
    probe: { program: "coredns", args: ["-version"], pattern: /CoreDNS-(\d+\.\d+\.\d+)/ },
    accepted: `>=${version} <2`,
    downloads: [
      { url: `${release}/${archive}`, checksums: `${release}/${archive}.sha256`, archive: { programs: ["coredns"] } },
    ],
    builds: [
      {
        goMod: goMod([`require github.com/coredns/coredns v${version}`]),
        packages: [{ program: "coredns", path: "github.com/coredns/coredns" }],
        usualSeconds: 120,
      },
    ],
  };
}

/** Volumes on a node's own disk. Its makers publish an image only. */
function localPathProvisioner(): ToolSpec {
  const version = versions.localPathProvisioner;
  return {
    name: "local-path-provisioner",
    version,
    programs: ["local-path-provisioner"],
    probe: { program: "local-path-provisioner", args: ["--version"], pattern: /(\d+\.\d+\.\d+)/ },
    accepted: `~${version}`,
    downloads: [],
    builds: [
      {
        goMod: goMod([`require github.com/rancher/local-path-provisioner v${version}`]),
        packages: [
          {
            program: "local-path-provisioner",
            path: "github.com/rancher/local-path-provisioner",
            variables: { "main.VERSION": version },
          },
        ],
        usualSeconds: 80,
      },
    ],
  };
}

/** Ingresses. Its makers publish an image, and no checksums for the archives of its programs. */
function skipper(): ToolSpec {
  const version = versions.skipper;
  return {
    name: "skipper",
    version,
    programs: ["skipper"],
    probe: { program: "skipper", args: ["-version"], pattern: /v(\d+\.\d+\.\d+)/ },
    accepted: `~${version}`,
    downloads: [],
    builds: [
      {
        goMod: goMod([`require github.com/zalando/skipper v${version}`]),
        packages: [
          {
            program: "skipper",
            path: "github.com/zalando/skipper/cmd/skipper",
            variables: { "main.version": `v${version}` },
          },
        ],
        usualSeconds: 80,
      },
    ],
  };
}

/** What pods use, for autoscalers. Its makers publish an image only. */
function metricsServer(): ToolSpec {
  const version = versions.metricsServer;
  return {
    name: "metrics-server",
    version,
    programs: ["metrics-server"],
    probe: { program: "metrics-server", args: ["--version"], pattern: /v(\d+\.\d+\.\d+)/ },
    accepted: `~${version}`,
    downloads: [],
    builds: [
      {
        goMod: goMod([`require sigs.k8s.io/metrics-server v${version}`]),
        packages: [
          {
            program: "metrics-server",
            path: "sigs.k8s.io/metrics-server/cmd/metrics-server",
            variables: { "k8s.io/component-base/version.gitVersion": `v${version}` },
          },
        ],
        usualSeconds: 125,
      },
    ],
  };
}

/** What the API server knows, as metrics. Its makers publish an image only. */
function kubeStateMetrics(): ToolSpec {
  const version = versions.images.kubeStateMetrics;
  return {
    name: "kube-state-metrics",
    version,
    programs: ["kube-state-metrics"],
    probe: { program: "kube-state-metrics", args: ["version"], pattern: /v(\d+\.\d+\.\d+)/ },
    accepted: `~${version}`,
    downloads: [],
    builds: [
      {
        goMod: goMod([`require k8s.io/kube-state-metrics/v2 v${version}`]),
        packages: [
          {
            program: "kube-state-metrics",
            path: "k8s.io/kube-state-metrics/v2",
            variables: { "github.com/prometheus/common/version.Version": `v${version}` },
          },
        ],
        usualSeconds: 90,
      },
    ],
  };
}

/** Prometheus, and what checks its configuration. Debian's does not know Kubernetes; one that is built has no pages. */
function prometheus(): ToolSpec {
  const version = versions.images.prometheus;
  const release = `https://github.com/prometheus/prometheus/releases/download/v${version}`;
  const archive = `prometheus-${version}.${platform()}-${arch() === "x64" ? "amd64" : arch()}.tar.gz`;
  const programs = ["prometheus", "promtool"];
  const module = "github.com/prometheus/prometheus";
  const variables = { "github.com/prometheus/common/version.Version": version };
  return {
    name: "prometheus",
    version,
    programs,
    probe: { program: "prometheus", args: ["--version"], pattern: /version (\d+\.\d+\.\d+)/ },
    accepted: `~${version}`,
    downloads: [{ url: `${release}/${archive}`, checksums: `${release}/sha256sums.txt`, archive: { programs } }],
    builds: [
      {
        // Versions of the module are those of the program without the point: 3.15.0 is v0.315.0.
        goMod: goMod([`require ${module} v${moduleVersion(version)}`]),
        packages: programs.map((program) => ({ program, path: `${module}/cmd/${program}`, variables })),
        // Of all the places where it can look for targets.
        tags: ["remove_all_sd", "enable_kubernetes_sd"],
        usualSeconds: 200,
      },
    ],
  };
}

function moduleVersion(version: string): string {
  const [major = "", minor = "", patch = ""] = version.split(".");
  return `0.${major}${minor.padStart(2, "0")}.${patch}`;
}
