import { arch, platform } from "node:os";
import { join } from "node:path";
import versions from "../../versions.json";
import { kubernetesVersion, SHARED_MODULE } from "./catalog";
import type { NodeTool, ToolSpec } from "./tool";

/** The Go module of the tools that need newer versions of Kubernetes' packages. */
const ADDONS_MODULE = join(__dirname, "go", "addons");
const METRICS_SERVER_MODULE = join(__dirname, "go", "metrics-server");

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
        module: ADDONS_MODULE,
        packages: [{ program: "crane", path: "github.com/google/go-containerregistry/cmd/crane" }],
      },
    ],
  };
}

/**
 * kubelet, kube-proxy and kube-router's firewall, and a process that does nothing, which holds a pod's namespaces.
 * kube-router's own release can't be used: it ends where its node is not registered yet.
 */
function kubernetesNode(): ToolSpec {
  const version = versions.kubernetes;
  const [major, minor] = version.split(".");
  return {
    name: "kubernetes-node",
    version,
    programs: ["kubelet", "kube-proxy", "kube-router-firewall", "pause"],
    probe: { program: "kubelet", args: ["--version"], pattern: /Kubernetes v(\d+\.\d+\.\d+)/ },
    accepted: `~${major ?? ""}.${minor ?? ""}`,
    // The four are not published together.
    downloads: [],
    builds: [
      {
        module: SHARED_MODULE,
        packages: [
          { program: "kubernetes-node", path: "./cmd/kubernetes-node", variables: kubernetesVersion(version) },
        ],
        links: ["kubelet", "kube-proxy", "kube-router-firewall"],
      },
      {
        module: SHARED_MODULE,
        packages: [{ program: "pause", path: "./cmd/pause" }],
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
        module: ADDONS_MODULE,
        packages: [{ program: "coredns", path: "github.com/coredns/coredns" }],
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
        module: SHARED_MODULE,
        // It imports github.com/Sirupsen/logrus, and Go takes no two packages that differ in case only into one command.
        alone: true,
        packages: [
          {
            program: "local-path-provisioner",
            path: "github.com/rancher/local-path-provisioner",
            variables: { "main.VERSION": version },
          },
        ],
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
        module: SHARED_MODULE,
        packages: [
          {
            program: "skipper",
            path: "github.com/zalando/skipper/cmd/skipper",
            variables: { "main.version": `v${version}` },
          },
        ],
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
        module: METRICS_SERVER_MODULE,
        packages: [
          {
            program: "metrics-server",
            path: "sigs.k8s.io/metrics-server/cmd/metrics-server",
            variables: { "k8s.io/component-base/version.gitVersion": `v${version}` },
          },
        ],
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
        module: SHARED_MODULE,
        packages: [
          {
            program: "kube-state-metrics",
            path: "k8s.io/kube-state-metrics/v2",
            variables: { "github.com/prometheus/common/version.Version": `v${version}` },
          },
        ],
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
        module: ADDONS_MODULE,
        packages: programs.map((program) => ({ program, path: `${module}/cmd/${program}`, variables })),
        // Of all the ways in which it can look for targets.
        tags: ["remove_all_sd", "enable_kubernetes_sd"],
      },
    ],
  };
}
