import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { refuse } from "../base/refusal";
import { configurationFiles, fromSecret } from "../workload/container";
import type { Image } from "../workload/image";
import type { Dependency, Peer } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import type { SecretBundle } from "../workload/configuration";
import { API_SERVER } from "./access";
import { COLLECTOR_PROBES, METRICS_PORT } from "./collector";
import {
  type ErrorReporting,
  errorReporterConfiguration,
  KEY_VARIABLE,
  REPORT_PORT,
  REPORTER_RULES,
} from "./error-reporter-configuration";
import { checkErrorTracker, type SentryTracker, trackerPort } from "./error-tracker";
import { checkMaskedFields } from "./log-mask";
import { besideTool, Tool, type ToolEnvironment } from "./tool";

const CONFIG_FOLDER = "/etc/error-reporter";
const CONFIG_FILE = "collector.yaml";

export interface ErrorReporterArgs
  extends ToolEnvironment, Pick<ErrorReporting, "tracker" | "environment" | "maskedFields"> {
  readonly image: Image;
  readonly resources: Resources;
  /** Name of the namespace whose pods' lines it is sent, which is its own. */
  readonly watched: string;
  /** Who sends it lines. */
  readonly sender: Peer;
  /** The value of the secret that the tracker names. */
  readonly key: pulumi.Input<string>;
  /** A secret that keys the hash in the name of the Secret. */
  readonly hashKey: pulumi.Input<string>;
}

/**
 * Makes an entry in an error tracker of each line of level ERROR or CRITICAL: an OpenTelemetry Collector that the log pod
 * sends these lines to. It may list the pods of its namespace, which says the version of the service.
 * @throws {ProblemsError} from {@link checkErrorTracker} and {@link checkMaskedFields}, before the first child
 */
export class ErrorReporter extends Tool {
  /** Of its pod. */
  static readonly metricsPort = METRICS_PORT;
  static readonly port = REPORT_PORT;

  constructor(name: string, args: ErrorReporterArgs, opts: pulumi.ComponentResourceOptions) {
    const { tracker, environment, watched, maskedFields, hashKey, key } = args;
    refuse(`error reporter ${name}`, [...checkErrorTracker(tracker), ...checkMaskedFields(maskedFields)]);
    const common = { namespace: args.namespace, partOf: args.partOf };
    const beside = besideTool(name, args, opts);
    const reporting = { tracker, environment, namespace: watched, maskedFields };
    const data = { [CONFIG_FILE]: stringify(errorReporterConfiguration(reporting), { lineWidth: 0 }) };
    const configuration = beside.makeEach("configuration", "config", { ...common, data });
    const secrets = beside.make("secrets", { ...common, hashKey, data: { key } }) as SecretBundle<"key">;
    super(
      "ErrorReporter",
      name,
      {
        ...args,
        beside,
        containers: [
          {
            name: "collector",
            image: args.image,
            resources: args.resources,
            port: REPORT_PORT,
            args: [`--config=${CONFIG_FOLDER}/${CONFIG_FILE}`],
            environment: { [KEY_VARIABLE]: fromSecret(secrets, "key") },
            probes: COLLECTOR_PROBES,
            mounts: [configurationFiles("config", CONFIG_FOLDER, configuration)],
          },
        ],
        user: 10001,
        address: {
          name,
          ports: [
            { name: "lines", port: REPORT_PORT },
            { name: "metrics", port: METRICS_PORT },
          ],
        },
        network: {
          callers: [
            { from: args.sender, port: REPORT_PORT },
            { from: args.scraper, port: METRICS_PORT },
          ],
          dependencies: [...API_SERVER, ...trackerAccess(tracker)],
        },
        permissions: { namespace: REPORTER_RULES },
      },
      opts,
    );
  }
}

/** Beside the API server, which may be anywhere too. */
function trackerAccess(tracker: SentryTracker): readonly Dependency[] {
  const port = trackerPort(tracker);
  return API_SERVER.some((known) => known.port === port) ? [] : [{ to: { kind: "anywhere" }, port }];
}
