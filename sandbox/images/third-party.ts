import { join } from "node:path";
import versions from "../../versions.json";
import { npmTree } from "./npm";
import { type ImageSpec, nodeProgram, users } from "./spec";

const { prometheus, alertmanager, rsyslog, frontail, haproxy } = versions.images;

/** Programs of others that watch over the services, with the contract of their official images as far as it is used. */
export function thirdPartySpecs(): readonly ImageSpec[] {
  return [
    debian("prometheus", prometheus, "prometheus", "/usr/bin/prometheus"),
    debian("alertmanager", alertmanager, "prometheus-alertmanager", "/usr/bin/prometheus-alertmanager"),
    debian("rsyslog", rsyslog, "rsyslog", "/usr/sbin/rsyslogd"),
    debian("haproxy", haproxy, "haproxy", "/usr/sbin/haproxy"),
    {
      repository: "frontail",
      tag: frontail,
      rootfs: { packages: ["base-files", "libstdc++6"] },
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

/** A program of Debian's. */
function debian(repository: string, tag: string, name: string, program: string): ImageSpec {
  return {
    repository,
    tag,
    rootfs: { packages: ["base-files", name], without: ["*/perl*"] },
    layers: [[users()]],
    user: 1000,
    entrypoint: [program],
    environment: {},
  };
}
