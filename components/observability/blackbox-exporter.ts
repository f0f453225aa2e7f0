import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { configurationFiles } from "../workload/container";
import type { Image } from "../workload/image";
import type { Dependency } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import { besideTool, Tool, type ToolEnvironment } from "./tool";

const PORT = 9115;

/** How it asks, by what it is to find out. */
export const PROBES = {
  /** Whether a page answers well, over TLS where its address says so. Its certificate counts as it would in a browser. */
  page: "http_2xx",
  /** Until when a server's certificate lasts, whoever signed it: it is the server's name that is known, and no authority. */
  certificate: "tls_connect",
} as const;

const COMMON = { timeout: "10s" };
const MODULES = {
  [PROBES.page]: { ...COMMON, prober: "http", http: { preferred_ip_protocol: "ip4" } },
  [PROBES.certificate]: {
    ...COMMON,
    prober: "tcp",
    tcp: { preferred_ip_protocol: "ip4", tls: true, tls_config: { insecure_skip_verify: true } },
  },
};

export interface BlackboxExporterArgs extends ToolEnvironment {
  readonly image: Image;
  readonly resources: Resources;
  /** Where the pages and servers are that it connects to. */
  readonly targets: readonly Dependency[];
}

/** Blackbox exporter: fetches pages as somebody outside would, and says how that went and until when their certificates last. */
export class BlackboxExporter extends Tool {
  constructor(name: string, args: BlackboxExporterArgs, opts: pulumi.ComponentResourceOptions) {
    const beside = besideTool(name, args, opts);
    const configuration = beside.makeEach("configuration", "config", {
      namespace: args.namespace,
      partOf: args.partOf,
      data: { "blackbox.yaml": stringify({ modules: MODULES }) },
    });
    super(
      "BlackboxExporter",
      name,
      {
        ...args,
        beside,
        containers: [
          {
            name: "blackbox-exporter",
            image: args.image,
            resources: args.resources,
            port: PORT,
            args: ["--config.file=/etc/blackbox/blackbox.yaml"],
            probes: { readiness: { check: { kind: "http", path: "/-/healthy", port: PORT }, periodSeconds: 5 } },
            mounts: [configurationFiles("config", "/etc/blackbox", configuration)],
          },
        ],
        user: 1000,
        network: { callers: [{ from: args.scraper, port: PORT }], dependencies: args.targets },
        address: { name, ports: [{ name: "probe", port: PORT }] },
      },
      opts,
    );
  }
}
