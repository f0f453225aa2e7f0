import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { Configuration } from "../workload/configuration";
import { configurationFiles } from "../workload/container";
import type { Image } from "../workload/image";
import type { Dependency } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import { Tool, type ToolEnvironment } from "./tool";

const PORT = 9115;

/** A page that answers well, over TLS where its address says so. Its certificate counts as it would in a browser. */
const MODULES = { http_2xx: { prober: "http", timeout: "10s", http: { preferred_ip_protocol: "ip4" } } };

export interface BlackboxExporterArgs extends ToolEnvironment {
  readonly image: Image;
  readonly resources: Resources;
  /** Where the pages are that it fetches. */
  readonly pages: readonly Dependency[];
}

/** Blackbox exporter: fetches pages as somebody outside would, and says how that went and until when their certificates last. */
export class BlackboxExporter extends Tool {
  constructor(name: string, args: BlackboxExporterArgs, opts: pulumi.ComponentResourceOptions) {
    const configuration = new Configuration(
      `${name}-config`,
      { namespace: args.namespace, partOf: args.partOf, data: { "blackbox.yaml": stringify({ modules: MODULES }) } },
      opts,
    );
    super(
      "BlackboxExporter",
      name,
      {
        ...args,
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
        network: { callers: [{ from: args.scraper, port: PORT }], dependencies: args.pages },
        address: { name, ports: [{ name: "probe", port: PORT }] },
      },
      opts,
    );
  }
}
