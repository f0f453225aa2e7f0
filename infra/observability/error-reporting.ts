import { ErrorReporter } from "../../components/observability/error-reporter";
import type { SentryTracker } from "../../components/observability/error-tracker";
import type { ScrapedServer } from "../../components/observability/scraping";
import type { ErrorSink } from "../../components/observability/rsyslog";
import type { Dependency } from "../../components/workload/network-policy";
import type { Resources } from "../../components/workload/resources";
import type { Surroundings } from "../surroundings";
import type { Environment } from "../environment";
import { inNamespace } from "../namespace";
import { ERROR_REPORTER, type Observability } from "./choice";
import { maskedFieldsOf } from "./log-collection";
import { secretOf, toolEnvironment, toolImage } from "./tool";

/** It holds few lines, and the names and labels of the pods of a namespace. */
const RESOURCES: Resources = { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "192Mi" } };

/** Makes entries in the error tracker, where an environment has one. */
export function createErrorReporter(surroundings: Surroundings, { errorTracker }: Observability): void {
  switch (errorTracker.kind) {
    case "none":
      return;
    case "sentry":
      createReporter(surroundings, errorTracker);
      return;
    default:
      errorTracker satisfies never;
  }
}

function createReporter(surroundings: Surroundings, tracker: SentryTracker): void {
  const { environment, secretNameKey } = surroundings;
  new ErrorReporter(
    ERROR_REPORTER,
    {
      ...toolEnvironment(surroundings),
      image: toolImage(surroundings, "logCollector"),
      resources: RESOURCES,
      tracker,
      environment: environment.name,
      watched: environment.namespace,
      maskedFields: maskedFieldsOf(),
      sender: { kind: "app", app: "syslog" },
      key: secretOf(surroundings, tracker.keySecret),
      hashKey: secretNameKey,
    },
    inNamespace(surroundings),
  );
}

/** Where the log pod sends the lines of which there are to be entries. */
export function errorSinkOf({ observability }: Environment): ErrorSink | undefined {
  const tracker = observability?.errorTracker;
  return tracker === undefined || tracker.kind === "none"
    ? undefined
    : { host: ERROR_REPORTER, port: ErrorReporter.port, linesPerMinute: tracker.linesPerMinute };
}

/** How Prometheus asks it. */
export function reportersOf({ errorTracker }: Observability): {
  readonly targets: readonly Dependency[];
  readonly servers: readonly ScrapedServer[];
} {
  const port = ErrorReporter.metricsPort;
  return errorTracker.kind === "none"
    ? { targets: [], servers: [] }
    : {
        targets: [{ to: { kind: "app", app: ERROR_REPORTER }, port }],
        servers: [{ job: ERROR_REPORTER, address: `${ERROR_REPORTER}:${port}` }],
      };
}
