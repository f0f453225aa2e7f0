import { join } from "node:path";
import type { ImageTools } from "../../engine/toolchain/tool";
import versions from "../../versions.json";
import { npmTree } from "./npm";
import { type ImageSpec, nodeProgram, users } from "./spec";

const { prometheus, alertmanager, blackboxExporter, kubeStateMetrics, rsyslog, frontail, mtail, haproxy } =
  versions.images;

/**
 * Programs of others that watch over the services, with the contract of their official images as far as it is used.
 * @param tools what Debian has not, or not as it is needed
 */
export function watchSpecs(tools: ImageTools): readonly ImageSpec[] {
  return [
    alone("prometheus", prometheus, join(tools.prometheus.folder, "prometheus")),
    alone("kube-state-metrics", kubeStateMetrics, join(tools["kube-state-metrics"].folder, "kube-state-metrics")),
    ...packageSpecs(),
  ];
}

/** Those of them that are made of packages of Debian's and npm's alone. */
export function packageSpecs(): readonly ImageSpec[] {
  return [
    debian("alertmanager", alertmanager, "prometheus-alertmanager", "/usr/bin/prometheus-alertmanager"),
    debian(
      "blackbox-exporter",
      blackboxExporter,
      "prometheus-blackbox-exporter",
      "/usr/bin/prometheus-blackbox-exporter",
    ),
    // It runs a script when a file is full.
    debian("rsyslog", rsyslog, "rsyslog", "/usr/sbin/rsyslogd", ["dash", "coreutils"]),
    debian("mtail", mtail, "mtail", "/usr/bin/mtail"),
    {
      repository: "frontail",
      tag: frontail,
      // It lets `tail` follow the file.
      rootfs: { packages: ["base-files", "dash", "coreutils", "libstdc++6"] },
      layers: [
        [users(), { path: "usr/bin/node", from: { copy: nodeProgram() }, executable: true }],
        [{ path: "app/node_modules", from: { copy: npmTree(join(__dirname, "frontail")) } }],
      ],
      user: 1000,
      entrypoint: ["/usr/bin/node", "/app/node_modules/frontail/bin/frontail"],
      environment: { NODE_ENV: "production" },
    },
  ];
}

/** The load balancer of a migration, which is in no cluster. */
export function haproxySpec(): ImageSpec {
  return debian("haproxy", haproxy, "haproxy", "/usr/sbin/haproxy");
}

/** A program that needs nothing beside it. */
function alone(name: string, tag: string, program: string): ImageSpec {
  return {
    repository: name,
    tag,
    rootfs: { packages: ["base-files"] },
    layers: [[users(), { path: `usr/bin/${name}`, from: { copy: program }, executable: true }]],
    user: 1000,
    entrypoint: [`/usr/bin/${name}`],
    environment: {},
  };
}

/** A program of Debian's. @param others packages that it needs and does not name */
function debian(
  repository: string,
  tag: string,
  name: string,
  program: string,
  others: readonly string[] = [],
): ImageSpec {
  return {
    repository,
    tag,
    versionOf: name,
    rootfs: { packages: ["base-files", name, ...others], without: ["*/perl*"] },
    layers: [[users()]],
    user: 1000,
    entrypoint: [program],
    environment: {},
  };
}
