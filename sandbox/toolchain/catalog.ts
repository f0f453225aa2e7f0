import { readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import versions from "../../versions.json";
import { OLDEST_GO } from "./go-build";
import type { Download, SandboxTool, ToolSpec } from "./tool";

const KUBERNETES_SERVERS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const KUBERNETES_PROGRAMS = [...KUBERNETES_SERVERS, "kubectl"];
const PULUMI_SCRIPTS = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];

/** The tools, each with where it can be had. */
export function catalog(): Readonly<Record<SandboxTool, ToolSpec>> {
  return { pulumi: pulumi(), etcd: etcd(), kubernetes: kubernetes(), kwok: kwok() };
}

const goArch = arch() === "x64" ? "amd64" : arch();

/** The engine, its Node language host, and the scripts that the engine starts for dynamic resources and policies. */
function pulumi(): ToolSpec {
  const { pulumi: version, pulumiLanguageNodejs } = versions;
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
        goMod: goMod([
          `require github.com/pulumi/pulumi/pkg/v3 v${version}`,
          `require github.com/pulumi/pulumi/sdk/v3 v${version}`,
          // The module's own replacement, which a build from outside does not see.
          "replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e",
        ]),
        packages: [
          {
            program: "pulumi",
            path: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version },
          },
        ],
        usualSeconds: 190,
      },
      {
        // The last line of versions in which the module holds its language host.
        goMod: goMod([`require github.com/pulumi/pulumi/sdk/v3 v${pulumiLanguageNodejs}`]),
        packages: [
          {
            program: "pulumi-language-nodejs",
            path: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
          },
        ],
        copies: { module: "github.com/pulumi/pulumi/sdk/v3", folder: "nodejs/dist", files: PULUMI_SCRIPTS },
        usualSeconds: 25,
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
        goMod: goMod([`require go.etcd.io/etcd/server/v3 v${version}`]),
        main: source("etcd.go"),
        packages: [{ program: "etcd", path: "." }],
        usualSeconds: 25,
      },
    ],
  };
}

/** The three servers of a control plane, and kubectl. */
function kubernetes(): ToolSpec {
  const version = versions.kubernetes;
  const [major = "", minor = ""] = version.split(".");
  const component = "k8s.io/component-base/version";
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
        goMod: goMod([`require k8s.io/kubernetes v${version}`]),
        staging: { module: "k8s.io/kubernetes", version: `v${version}`, published: `v0${version.slice(1)}` },
        main: source("kubernetes.go"),
        packages: [
          {
            program: "kubernetes",
            path: ".",
            variables: {
              [`${component}.gitVersion`]: `v${version}`,
              [`${component}.gitMajor`]: major,
              [`${component}.gitMinor`]: minor,
            },
          },
        ],
        links: KUBERNETES_PROGRAMS,
        usualSeconds: 210,
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
        goMod: goMod([`require sigs.k8s.io/kwok v${version}`]),
        packages: [{ program: "kwok", path: "sigs.k8s.io/kwok/cmd/kwok" }],
        usualSeconds: 65,
      },
    ],
  };
}

export function goMod(lines: readonly string[]): readonly string[] {
  return ["module thoughts.example/build", `go ${OLDEST_GO}`, ...lines];
}

export function source(file: string): string {
  return readFileSync(join(__dirname, "go", `${file}.txt`), "utf8");
}
