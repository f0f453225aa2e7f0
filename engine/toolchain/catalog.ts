import { arch, platform } from "node:os";
import { join } from "node:path";
import versions from "../../versions.json";
import type { Download, SandboxTool, ToolSpec } from "./tool";

/** The Go module of the tools that share Pulumi's and Kubernetes' packages. */
export const SHARED_MODULE = join(__dirname, "go", "tools");
/** Those of tools that can't share a build list with these; their go.mod says why. */
const LANGUAGE_HOST_MODULE = join(__dirname, "go", "language-host");
const KWOK_MODULE = join(__dirname, "go", "kwok");

const KUBERNETES_SERVERS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const KUBERNETES_PROGRAMS = [...KUBERNETES_SERVERS, "kubectl"];
const PULUMI_SCRIPTS = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];

/** The tools, each with where it can be had. */
export function catalog(): Readonly<Record<SandboxTool, ToolSpec>> {
  return {
    pulumi: pulumi(),
    "pulumi-kubernetes": pulumiKubernetes(),
    etcd: etcd(),
    kubernetes: kubernetes(),
    kwok: kwok(),
  };
}

const goArch = arch() === "x64" ? "amd64" : arch();

/** The engine, its Node language host, and the scripts that the engine starts for dynamic resources and policies. */
function pulumi(): ToolSpec {
  const version = versions.pulumi;
  const programs = ["pulumi", "pulumi-language-nodejs", ...PULUMI_SCRIPTS];
  const archive = `pulumi-v${version}-${platform()}-${arch()}.tar.gz`;
  return {
    name: "pulumi",
    version,
    programs,
    probe: { program: "pulumi", args: ["version"], pattern: /^v?(\d+\.\d+\.\d+)/m },
    accepted: `>=${version} <4`,
    downloads: [
      {
        url: `https://get.pulumi.com/releases/sdk/${archive}`,
        checksums: `https://github.com/pulumi/pulumi/releases/download/v${version}/pulumi-${version}-checksums.txt`,
        archive: { programs },
      },
    ],
    builds: [
      {
        module: SHARED_MODULE,
        packages: [
          {
            program: "pulumi",
            path: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version },
          },
        ],
      },
      {
        module: LANGUAGE_HOST_MODULE,
        packages: [
          {
            program: "pulumi-language-nodejs",
            path: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
          },
        ],
        copies: { module: "github.com/pulumi/pulumi/sdk/v3", folder: "nodejs/dist", files: PULUMI_SCRIPTS },
      },
    ],
  };
}

/** The official Kubernetes plugin, in the very version of the package `@pulumi/kubernetes`. */
function pulumiKubernetes(): ToolSpec {
  const version = versions.pulumiKubernetes;
  const program = "pulumi-resource-kubernetes";
  const module = "github.com/pulumi/pulumi-kubernetes/provider/v4";
  const release = `https://github.com/pulumi/pulumi-kubernetes/releases/download/v${version}`;
  return {
    name: "pulumi-kubernetes",
    version,
    programs: [program],
    probe: { plugin: "kubernetes" },
    accepted: version,
    downloads: [
      {
        url: `https://get.pulumi.com/releases/plugins/${program}-v${version}-${platform()}-${goArch}.tar.gz`,
        checksums: `${release}/pulumi-kubernetes_${version}_checksums.txt`,
        archive: { programs: [program] },
      },
    ],
    builds: [
      {
        module: SHARED_MODULE,
        packages: [{ program, path: `./cmd/${program}`, variables: { [`${module}/pkg/version.Version`]: version } }],
        embeds: { module, folder: `cmd/${program}`, into: `cmd/${program}`, version },
      },
    ],
  };
}

function etcd(): ToolSpec {
  const version = versions.etcd;
  const release = `https://github.com/etcd-io/etcd/releases/download/v${version}`;
  return {
    name: "etcd",
    version,
    programs: ["etcd"],
    probe: { program: "etcd", args: ["--version"], pattern: /etcd Version: (\d+\.\d+\.\d+)/ },
    accepted: "^3.5",
    downloads:
      platform() === "linux"
        ? [
            {
              url: `${release}/etcd-v${version}-linux-${goArch}.tar.gz`,
              checksums: `${release}/SHA256SUMS`,
              archive: { programs: ["etcd"] },
            },
          ]
        : [],
    builds: [
      {
        module: SHARED_MODULE,
        packages: [{ program: "etcd", path: "./cmd/etcd" }],
      },
    ],
  };
}

/** The three servers of a control plane, and kubectl. */
function kubernetes(): ToolSpec {
  const version = versions.kubernetes;
  const [major = "", minor = ""] = version.split(".");
  const bin = `https://dl.k8s.io/v${version}/bin/linux/${goArch}`;
  return {
    name: "kubernetes",
    version,
    programs: KUBERNETES_PROGRAMS,
    probe: { program: "kube-apiserver", args: ["--version"], pattern: /Kubernetes v(\d+\.\d+\.\d+)/ },
    accepted: `~${major}.${minor}`,
    downloads:
      platform() === "linux"
        ? KUBERNETES_PROGRAMS.map((program): Download => ({
            url: `${bin}/${program}`,
            checksums: `${bin}/${program}.sha256`,
            program,
          }))
        : [],
    builds: [
      {
        module: SHARED_MODULE,
        packages: [{ program: "kubernetes", path: "./cmd/kubernetes", variables: kubernetesVersion(version) }],
        links: KUBERNETES_PROGRAMS,
      },
    ],
  };
}

/** Simulated nodes. Its makers publish no checksums, so it is built. */
function kwok(): ToolSpec {
  const version = versions.kwok;
  return {
    name: "kwok",
    version,
    programs: ["kwok"],
    probe: { program: "kwok", args: ["--version"], pattern: /v(\d+\.\d+\.\d+)/ },
    accepted: `~${version}`,
    downloads: [],
    builds: [
      {
        module: KWOK_MODULE,
        packages: [{ program: "kwok", path: "sigs.k8s.io/kwok/cmd/kwok" }],
      },
    ],
  };
}

/** What Kubernetes' programs say of themselves; without it, v0.0.0. */
export function kubernetesVersion(version: string): Readonly<Record<string, string>> {
  const [major = "", minor = ""] = version.split(".");
  const component = "k8s.io/component-base/version";
  return {
    [`${component}.gitVersion`]: `v${version}`,
    [`${component}.gitMajor`]: major,
    [`${component}.gitMinor`]: minor,
  };
}
