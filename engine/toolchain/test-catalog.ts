import { arch, platform } from "node:os";
import { join } from "node:path";
import versions from "../../versions.json";
import type { TestTool, ToolSpec } from "./tool";

/** The Go module of the OpenTelemetry Collector, which shares few packages with other tools. */
const COLLECTOR_MODULE = join(__dirname, "go", "collector");

/** What only tests need, each with where it can be had. */
export function testCatalog(): Readonly<Record<TestTool, ToolSpec>> {
  return { "otelcol-contrib": collector() };
}

/** The OpenTelemetry Collector. One that is built has the parts that the log collector uses, the release has all. */
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
