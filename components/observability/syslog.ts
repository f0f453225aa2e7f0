import type * as pulumi from "@pulumi/pulumi";
import type { ServerCertificate } from "../base/server-certificate";
import type { Configuration, SecretBundle } from "../workload/configuration";
import {
  configurationFiles,
  type Container,
  fromSecret,
  type Mount,
  scratch,
  secretFiles,
} from "../workload/container";
import type { Image } from "../workload/image";
import type { Caller, NetworkAccess, Peer } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import {
  archiveScript,
  type ErrorSink,
  LINE_METRICS,
  LOG_FOLDER,
  type LogSink,
  ROTATION_BYTES,
  rsyslogConfiguration,
  SYSLOG_PORT,
} from "./rsyslog";
import { besideTool, Tool, type ToolEnvironment, type ToolExposure } from "./tool";

const VIEW_PORT = 9001;
const METRICS_PORT = 3903;

/** Where the view finds what it shows over TLS. */
const TLS_FOLDER = "/etc/frontail";
const CERTIFICATE = "tls.crt";
const KEY = "tls.key";

/** Who logs in to the view. */
export const VIEW_USER = "syslog";

/** What runs in one of the pod's containers. */
export interface SyslogProgram {
  readonly image: Image;
  readonly resources: Resources;
}

export interface SyslogArgs extends ToolEnvironment {
  readonly rsyslog: SyslogProgram;
  /** The view: a page that follows the file. */
  readonly frontail: SyslogProgram;
  /** Counts lines. */
  readonly mtail: SyslogProgram;
  readonly exposure: ToolExposure;
  /** Who sends lines. */
  readonly senders: readonly Peer[];
  readonly sink: LogSink;
  /** Pods of the same namespace that are sent the lines of which there are to be entries. @default - undefined: nobody is */
  readonly errors?: ErrorSink | undefined;
  /** What the view asks for, with the user `syslog`. */
  readonly password: pulumi.Input<string>;
  /** What the view shows: it speaks TLS and nothing else. */
  readonly certificate: Pick<ServerCertificate, "certificate" | "privateKey">;
  /** Who looks until when the certificate lasts. */
  readonly prober: Peer;
  /** A secret that keys the hash in the name of the Secret. */
  readonly hashKey: pulumi.Input<string>;
}

type ViewSecret = "password" | typeof CERTIFICATE | typeof KEY;

/** Files of 5 MB that are kept beside the one that is written. */
const ARCHIVES = 8;

/** Mebibytes for two files, each with its archives, and as much again: a pod that goes beyond its limit is evicted. */
const ROOM_MIB = Math.ceil((2 * 2 * (ARCHIVES + 1) * ROTATION_BYTES) / 2 ** 20);

/**
 * The log pod (docs/system.md#logs): rsyslog, which takes every service's lines, and frontail, which shows them, over one
 * folder that is gone with the pod. Beside them mtail, which says how many there were.
 */
export class Syslog extends Tool {
  constructor(name: string, args: SyslogArgs, opts: pulumi.ComponentResourceOptions) {
    const { sink, errors, password, certificate, hashKey } = args;
    const common = { namespace: args.namespace, partOf: args.partOf };
    const data = { "rsyslog.conf": rsyslogConfiguration(sink, errors), "archive.sh": archiveScript(ARCHIVES) };
    const beside = besideTool(name, args, opts);
    const configuration = beside.makeEach("configuration", "config", { ...common, data });
    const counting = beside.makeEach("configuration", "metrics", { ...common, data: { "lines.mtail": LINE_METRICS } });
    const secret = { password, [CERTIFICATE]: certificate.certificate, [KEY]: certificate.privateKey } as const;
    const secrets = beside.make("secrets", { ...common, hashKey, data: secret }) as SecretBundle<ViewSecret>;
    const logs = scratch("log-volume", LOG_FOLDER, `${ROOM_MIB}Mi`);
    super(
      "Syslog",
      name,
      {
        ...args,
        beside,
        containers: [rsyslogContainer(args, configuration, logs), viewContainer(args, secrets, logs)],
        watchers: [countingContainer(args, counting, logs)],
        user: 1000,
        address: {
          name,
          ports: [
            { name: "frontail", port: VIEW_PORT },
            { name: "syslog", port: SYSLOG_PORT, protocol: "UDP" },
            { name: "syslog-tcp", port: SYSLOG_PORT },
            { name: "metrics", port: METRICS_PORT },
          ],
        },
        exposure: { port: VIEW_PORT, targetPort: VIEW_PORT, protocol: "https", to: args.exposure },
        network: networkOf(args),
      },
      opts,
    );
  }

  /** Of the pod, where the view is. */
  static readonly viewPort = VIEW_PORT;

  /** Host and port of the metrics of the lines. */
  static metricsAddress(name: string): string {
    return `${name}:${METRICS_PORT}`;
  }

  /** Host and port of the view. */
  static viewAddress(name: string): string {
    return `${name}:${VIEW_PORT}`;
  }
}

function networkOf({ senders, scraper, prober, sink, errors }: SyslogArgs): NetworkAccess {
  return {
    callers: [
      ...senders.flatMap((from): readonly Caller[] => [
        { from, port: SYSLOG_PORT, protocol: "UDP" },
        { from, port: SYSLOG_PORT },
      ]),
      { from: scraper, port: METRICS_PORT },
      { from: prober, port: VIEW_PORT },
    ],
    dependencies: [
      ...(sink.kind === "syslog" ? [{ to: { kind: "anywhere" } as const, port: sink.port }] : []),
      ...(errors === undefined ? [] : [{ to: { kind: "app", app: errors.host } as const, port: errors.port }]),
    ],
  };
}

function rsyslogContainer({ rsyslog }: SyslogArgs, configuration: Configuration, logs: Mount): Container {
  return {
    name: "syslog",
    ...rsyslog,
    port: SYSLOG_PORT,
    args: ["-n", "-iNONE", "-f", "/etc/rsyslog.d/rsyslog.conf"],
    probes: { readiness: { check: { kind: "tcp", port: SYSLOG_PORT }, periodSeconds: 5 } },
    mounts: [
      configurationFiles("config", "/etc/rsyslog.d", configuration, { executable: true }),
      scratch("spool", "/var/spool/rsyslog", "128Mi"),
      logs,
    ],
  };
}

function viewContainer({ frontail }: SyslogArgs, secrets: SecretBundle<ViewSecret>, logs: Mount): Container {
  return {
    name: "frontail",
    ...frontail,
    port: VIEW_PORT,
    args: [
      "--ui-highlight",
      "--disable-usage-stats",
      `--user=${VIEW_USER}`,
      "--password=$(VIEW_PASSWORD)",
      `--certificate=${TLS_FOLDER}/${CERTIFICATE}`,
      `--key=${TLS_FOLDER}/${KEY}`,
      "-n",
      "1000",
      `${LOG_FOLDER}/syslog`,
    ],
    environment: { VIEW_PASSWORD: fromSecret(secrets, "password") },
    // Who asks for the page has to log in.
    probes: { readiness: { check: { kind: "tcp", port: VIEW_PORT }, periodSeconds: 5 } },
    mounts: [secretFiles("view-tls", TLS_FOLDER, secrets, [CERTIFICATE, KEY]), logs],
  };
}

function countingContainer({ mtail }: SyslogArgs, counting: Configuration, logs: Mount): Container {
  return {
    name: "mtail",
    ...mtail,
    port: METRICS_PORT,
    args: [
      "--logtostderr",
      "--emit_prog_label=false",
      "--progs=/etc/mtail",
      `--logs=${LOG_FOLDER}/syslog,${LOG_FOLDER}/statistics`,
      `--port=${METRICS_PORT}`,
    ],
    probes: { readiness: { check: { kind: "tcp", port: METRICS_PORT }, periodSeconds: 5 } },
    mounts: [configurationFiles("line-metrics", "/etc/mtail", counting), scratch("mtail-tmp", "/tmp", "16Mi"), logs],
  };
}
