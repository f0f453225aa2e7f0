import { arch, platform } from "node:os";
import { join } from "node:path";
import versions from "../../versions.json";
import type { TestTool, ToolSpec } from "./tool";

/** The Go module of the OpenTelemetry Collector, which shares few packages with other tools. */
const COLLECTOR_MODULE = join(__dirname, "go", "collector");

/** What only tests need, each with where it can be had. */
export function testCatalog(): Readonly<Record<TestTool, ToolSpec>> {
  return {
    "otelcol-contrib": collector(),
    actionlint: actionlint(),
    "kustomize-controller": flux("kustomize-controller", versions.flux.kustomizeController, [
      "kustomize.toolkit.fluxcd.io_kustomizations.yaml",
    ]),
    "source-controller": flux("source-controller", versions.flux.sourceController, [
      "source.toolkit.fluxcd.io_buckets.yaml",
      "source.toolkit.fluxcd.io_externalartifacts.yaml",
      "source.toolkit.fluxcd.io_gitrepositories.yaml",
      "source.toolkit.fluxcd.io_helmcharts.yaml",
      "source.toolkit.fluxcd.io_helmrepositories.yaml",
      "source.toolkit.fluxcd.io_ocirepositories.yaml",
    ]),
  };
}

/** Checks workflows of GitHub Actions: their form, expressions, contexts and inputs of actions. @see https://github.com/rhysd/actionlint */
function actionlint(): ToolSpec {
  const version = versions.actionlint;
  const release = `https://github.com/rhysd/actionlint/releases/download/v${version}/actionlint_${version}`;
  return {
    name: "actionlint",
    version,
    programs: ["actionlint"],
    probe: { program: "actionlint", args: ["-version"], pattern: /^v?(\d+\.\d+\.\d+)/ },
    accepted: `>=${version} <2`,
    downloads: [
      {
        url: `${release}_${platform()}_${arch() === "x64" ? "amd64" : arch()}.tar.gz`,
        checksums: `${release}_checksums.txt`,
        archive: { programs: ["actionlint"] },
      },
    ],
    builds: [
      {
        module: join(__dirname, "go", "actionlint"),
        packages: [
          {
            program: "actionlint",
            path: "github.com/rhysd/actionlint/cmd/actionlint",
            variables: { "github.com/rhysd/actionlint.version": version },
          },
        ],
      },
    ],
  };
}

/** The OpenTelemetry Collector. One that is built has the parts that are used here, the release has all. */
function collector(): ToolSpec {
  const version = versions.images.logCollector;
  const program = "otelcol-contrib";
  const release = `https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download/v${version}`;
  const archive = `${program}_${version}_${platform()}_${arch() === "x64" ? "amd64" : arch()}.tar.gz`;
  return {
    name: program,
    version,
    programs: [program],
    probe: { program, args: ["--version"], pattern: /version (\d+\.\d+\.\d+)/ },
    accepted: version,
    downloads: [
      {
        url: `${release}/${archive}`,
        checksums: `${release}/opentelemetry-collector-releases_${program}_checksums.txt`,
        archive: { programs: [program] },
      },
    ],
    builds: [
      {
        module: COLLECTOR_MODULE,
        packages: [{ program, path: `./cmd/${program}`, variables: { "main.version": version } }],
      },
    ],
  };
}

/** A controller of Flux, with its definitions of custom resources beside it. It is published as an image only. */
function flux(
  name: "kustomize-controller" | "source-controller",
  version: string,
  definitions: readonly string[],
): ToolSpec {
  const module = `github.com/fluxcd/${name}`;
  return {
    name,
    version,
    programs: [name],
    // It does not say its version, so one on PATH is never taken.
    probe: { program: name, args: ["--version"], pattern: /version (\d+\.\d+\.\d+)/ },
    accepted: version,
    downloads: [],
    builds: [
      {
        module: join(__dirname, "go", "flux"),
        packages: [{ program: name, path: module }],
        copies: { module, folder: "config/crd/bases", files: definitions },
      },
    ],
  };
}
