import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { refuse } from "../base/refusal";
import type { VolumeSize } from "../database/postgres";
import { claimed, configurationFile, type Mount, secretFiles } from "../workload/container";
import type { Image } from "../workload/image";
import type { Resources } from "../workload/resources";
import {
  checkReceivers,
  receiverPorts,
  type Receivers,
  renderReceiver,
  rolesOf,
  secretFile,
  secretsOf,
} from "./receivers";
import type { Severity } from "./rules";
import { besideTool, DATA_VOLUME, Tool, type ToolEnvironment, type ToolExposure } from "./tool";

const PORT = 9093;
const SECRETS = "/etc/alertmanager/secrets";

/** The receiver of each severity. */
const RECEIVER_OF = {
  critical: "critical",
  warning: "warning",
  none: "watchdog",
} as const satisfies Record<Severity, keyof Receivers>;

export interface AlertmanagerArgs extends ToolEnvironment {
  readonly image: Image;
  readonly resources: Resources;
  readonly exposure: ToolExposure;
  /** Keeps who was told of what, and what is silenced. */
  readonly storage: VolumeSize;
  readonly receivers: Receivers;
  /** The values of the secrets that the receivers name. */
  readonly secretOf: (name: string) => pulumi.Input<string>;
  /** A secret that keys the hash in the name of the Secret. */
  readonly hashKey: pulumi.Input<string>;
}

/**
 * Alertmanager: tells each alert to whom it concerns, once, and that it is over.
 * @throws {ProblemsError} from {@link checkReceivers}, before the first child
 */
export class Alertmanager extends Tool {
  constructor(name: string, args: AlertmanagerArgs, opts: pulumi.ComponentResourceOptions) {
    const { receivers } = args;
    refuse(`the receivers of ${name}`, checkReceivers(receivers));
    const common = { namespace: args.namespace, partOf: args.partOf };
    const data = { "alertmanager.yaml": stringify(renderRouting(receivers), { lineWidth: 0 }) };
    const beside = besideTool(name, args, opts);
    const configuration = beside.makeEach("configuration", "config", { ...common, data });
    const secrets = secretMounts(args, beside);
    super(
      "Alertmanager",
      name,
      {
        ...args,
        beside,
        containers: [
          {
            name: "alertmanager",
            image: args.image,
            resources: args.resources,
            port: PORT,
            args: [
              "--config.file=/etc/alertmanager/alertmanager.yml",
              "--storage.path=/alertmanager",
              // There is one only, and nobody to talk to.
              "--cluster.listen-address=",
              ...(args.exposure.kind === "internal" ? [] : [`--web.external-url=http://${args.exposure.host}`]),
            ],
            probes: {
              readiness: { check: { kind: "http", path: "/-/ready", port: PORT }, periodSeconds: 5 },
              liveness: { check: { kind: "http", path: "/-/healthy", port: PORT }, periodSeconds: 15 },
            },
            mounts: [
              configurationFile("config", "/etc/alertmanager/alertmanager.yml", configuration, "alertmanager.yaml"),
              ...secrets,
              claimed(DATA_VOLUME, "/alertmanager"),
            ],
          },
        ],
        user: 1000,
        address: { name, ports: [{ name: "alertmanager", port: PORT }] },
        exposure: { port: PORT, targetPort: PORT, to: args.exposure },
        network: {
          // Who asks for its metrics is who sends it alerts.
          callers: [{ from: args.scraper, port: PORT }],
          dependencies: receiverPorts(receivers).map((port) => ({ to: { kind: "anywhere" }, port })),
        },
      },
      opts,
    );
  }
}

function secretMounts(
  { namespace, partOf, receivers, secretOf, hashKey }: AlertmanagerArgs,
  beside: ReturnType<typeof besideTool>,
): readonly Mount[] {
  const names = [...new Set(rolesOf(receivers).flatMap(([, receiver]) => secretsOf(receiver)))];
  if (names.length === 0) {
    return [];
  }
  const data = Object.fromEntries(names.map((secret) => [secretFile(secret), secretOf(secret)]));
  const bundle = beside.make("secrets", { namespace, partOf, hashKey, data });
  return [secretFiles("secrets", SECRETS, bundle, Object.keys(data))];
}

/**
 * Who is told, when, and of what not: a critical alert of a service's objective keeps its milder kin quiet.
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function renderRouting(receivers: Receivers): unknown {
  const routes = Object.entries(RECEIVER_OF).map(([severity, receiver]) => ({
    matchers: [`severity="${severity}"`],
    receiver,
    ...(severity === "none" && { group_wait: "0s", group_interval: "1m", repeat_interval: "1m" }),
  }));
  return {
    route: {
      // A severity that nobody thought of is better read late than never.
      receiver: "warning",
      group_by: ["environment", "alertname", "app"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes,
    },
    inhibit_rules: [
      {
        source_matchers: [`severity="critical"`, `objective=~".+"`],
        target_matchers: [`severity="warning"`, `objective=~".+"`],
        equal: ["app", "objective"],
      },
    ],
    receivers: rolesOf(receivers).map(([role, receiver]) => renderReceiver(role, receiver, SECRETS)),
  };
}
