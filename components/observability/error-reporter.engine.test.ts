// Sentry is a server of ours on the loopback, which speaks the documented protocol: OTLP over HTTP with a key in a header.
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { freePorts } from "../../engine/process/free-ports";
import { testCluster, type TestCluster } from "../../sandbox/control-plane/test-cluster";
import { lackingForContainers } from "../../sandbox/host/requirements";
import { collector, rsyslogd } from "../../sandbox/programs/monitoring";
import { HEALTH_PORT, METRICS_PORT } from "./collector";
import { errorReporterConfiguration, KEY_VARIABLE, REPORT_PORT, REPORTER_RULES } from "./error-reporter-configuration";
import { archiveScript, LOG_FOLDER, rsyslogConfiguration } from "./rsyslog";
import { type LogRecord, logRecordsOf } from "./testing/otlp";

interface Entry extends LogRecord {
  readonly headers: IncomingHttpHeaders;
  readonly path: string | undefined;
}

const KEY = "0123456789abcdef0123456789abcdef";
const ACCOUNT = "error-reporter";
const reporting = {
  tracker: {
    kind: "sentry",
    logsEndpoint: "https://errors.example.com/api/1/integration/otlp/v1/logs",
    keySecret: "thoughts/production/error-tracker-key",
    linesPerMinute: 60,
  },
  environment: "production",
  namespace: "example",
  maskedFields: ["authorization", "password", "search"],
} as const;

const lacking = lackingForContainers();
const errorLine = (text: string, pod = "users-backend-1", level = "ERROR") =>
  `Nov 25 09:07:03 ${pod} users_backend: [2026-11-25T09:07:03.120Z] ${level} [an-id] users_backend: ${text}`;

let program: string;
let own: TestCluster;
let folder: string;
let ports: readonly number[];
let running: ChildProcess[];
let server: Server;
let answers: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[];
let requests: number;
let entries: Entry[];

const port = (index: number) => ports[index] ?? 0;
const kubectl = (...args: readonly string[]) =>
  execFileSync(join(own.tools.kubernetes.folder, "kubectl"), ["--kubeconfig", own.kubeconfig, ...args], {
    encoding: "utf8",
    stdio: ["pipe", "pipe", "inherit"],
  });

function apply(...objects: readonly object[]): void {
  const file = join(folder, "objects.yaml");
  writeFileSync(file, objects.map((object) => stringify(object)).join("---\n"));
  kubectl("apply", "-f", file);
}

/** Writes a kubeconfig of the ServiceAccount, which has the rights that it is given in an environment and no others. */
function writeKubeconfig(): void {
  const kubeconfig = JSON.parse(readFileSync(own.kubeconfig, "utf8")) as {
    readonly users: readonly { name: string }[];
  };
  const token = kubectl("-n", "example", "create", "token", ACCOUNT).trim();
  const users = kubeconfig.users.map(({ name }) => ({ name, user: { token } }));
  writeFileSync(join(folder, "kubeconfig"), JSON.stringify({ ...kubeconfig, users }));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-errors-"));
  [program, own] = await Promise.all([collector(), testCluster()]);
  const metadata = { name: ACCOUNT, namespace: "example" };
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: ACCOUNT };
  const rbac = "rbac.authorization.k8s.io/v1";
  apply(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "example" } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    { apiVersion: rbac, kind: "Role", metadata, rules: REPORTER_RULES },
    {
      apiVersion: rbac,
      kind: "RoleBinding",
      metadata,
      roleRef,
      subjects: [{ kind: "ServiceAccount", ...metadata }],
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: "users-backend-1",
        namespace: "example",
        labels: { app: "users-backend", "app.kubernetes.io/version": "v2.1" },
      },
      spec: {
        serviceAccountName: ACCOUNT,
        containers: [{ name: "users-backend-service", image: "registry.example/users_backend:v2.1" }],
      },
    },
  );
  writeKubeconfig();
});

afterAll(async () => {
  await own.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  ports = await freePorts(5);
  running = [];
  answers = [];
  requests = 0;
  entries = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests += 1;
      const { status, headers = {} } = answers.shift() ?? { status: 200 };
      if (status === 200) {
        const records = logRecordsOf(gunzipSync(Buffer.concat(chunks)));
        entries.push(...records.map((one) => ({ ...one, headers: request.headers, path: request.url })));
      }
      response.writeHead(status, { "content-type": "application/json", ...headers }).end("{}");
    });
  });
  server.listen(port(0), "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  for (const one of running.filter(({ exitCode }) => exitCode === null)) {
    const ended = once(one, "exit");
    one.kill("SIGKILL");
    await ended;
  }
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** The configuration as it is rendered, at these ports, and with a kubeconfig where a pod has its token. JSON instead of Protobuf. */
function configure(): string {
  const file = join(folder, "collector.yaml");
  const text = stringify(errorReporterConfiguration(reporting), { lineWidth: 0 })
    .replaceAll("https://errors.example.com", `http://127.0.0.1:${port(0)}`)
    .replaceAll(`0.0.0.0:${HEALTH_PORT}`, `127.0.0.1:${port(1)}`)
    .replaceAll("host: 0.0.0.0", "host: 127.0.0.1")
    .replaceAll(`port: ${METRICS_PORT}`, `port: ${port(2)}`)
    .replaceAll(`0.0.0.0:${REPORT_PORT}`, `127.0.0.1:${port(3)}`)
    .replaceAll("auth_type: serviceAccount", "auth_type: kubeConfig")
    .replaceAll("compression: gzip", "compression: gzip\n    encoding: json");
  writeFileSync(file, text);
  return file;
}

const environment = () => ({ PATH: process.env.PATH, KUBECONFIG: join(folder, "kubeconfig"), [KEY_VARIABLE]: KEY });

/** Starts the collector. @returns what it says, as it goes on */
async function start(): Promise<() => string> {
  const collecting = spawn(program, [`--config=${configure()}`], { env: environment() });
  running.push(collecting);
  let said = "";
  for (const stream of [collecting.stdout, collecting.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
  }
  const healthy = () =>
    fetch(`http://127.0.0.1:${port(1)}/`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(healthy).toBe(true);
  return () => said;
}

async function send(...lines: readonly string[]): Promise<void> {
  const socket = connect(port(3), "127.0.0.1");
  await once(socket, "connect");
  socket.end(lines.map((line) => `${line}\n`).join(""));
  await once(socket, "close");
}

const metrics = () => fetch(`http://127.0.0.1:${port(2)}/metrics`).then((answer) => answer.text());
const metric = async (name: string) => {
  const found = (await metrics()).split("\n").filter((line) => new RegExp(`^${name}[{ ]`).test(line));
  return found.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
};
const texts = () => entries.map(({ body }) => body);

describe("the error reporter", () => {
  it("is an OpenTelemetry Collector that takes the configuration", async () => {
    const validate = promisify(execFile)(program, ["validate", `--config=${configure()}`], { env: environment() });
    await expect(validate).resolves.toMatchObject({ stdout: "" });
  });

  it("makes one entry of a line: level, time, service, version, environment, pod and request, with the project's key", async () => {
    await start();
    // It knows the pods a moment after it is ready.
    await expect.poll(() => metric("otelcol_otelsvc_k8s_pod_added"), { timeout: 10_000 }).toBeGreaterThan(0);
    await send(errorLine("connection refused"));
    await expect.poll(texts, { timeout: 10_000 }).toEqual(["users_backend: connection refused"]);
    const [entry] = entries;
    expect(entry?.path).toBe("/api/1/integration/otlp/v1/logs");
    expect(entry?.headers["x-sentry-auth"]).toBe(`sentry sentry_key=${KEY}`);
    expect(entry).toMatchObject({
      severityText: "ERROR",
      severityNumber: 17,
      timeUnixNano: `${Date.parse("2026-11-25T09:07:03.120Z")}000000`,
    });
    expect(entry?.attributes).toEqual({
      "service.name": "users-backend",
      "service.version": "v2.1",
      "deployment.environment.name": "production",
      "sentry.environment": "production",
      "k8s.namespace.name": "example",
      "k8s.pod.name": "users-backend-1",
      "request.id": "an-id",
    });
    expect(requests).toBe(1);
  });

  it("makes an entry of a pod's line that is gone for long, without a version", async () => {
    await start();
    await send(errorLine("the last words", "users-backend-0"));
    await expect.poll(texts, { timeout: 10_000 }).toEqual(["users_backend: the last words"]);
    expect(entries[0]?.attributes["service.version"]).toBeUndefined();
  });

  it("makes an entry of level fatal of a CRITICAL line, and has the lines of a stack trace below each other", async () => {
    await start();
    await send(errorLine("no database#012  at connect#012  at start", "users-backend-1", "CRITICAL"));
    await expect.poll(texts, { timeout: 10_000 }).toEqual(["users_backend: no database\n  at connect\n  at start"]);
    expect(entries[0]).toMatchObject({ severityText: "CRITICAL", severityNumber: 21 });
  });

  it("masks the values of fields that tell of persons", async () => {
    await start();
    await send(errorLine(`GET /search?search=a+secret failed for {"password":"x"}#012search: me#012  at start`));
    await expect
      .poll(texts, { timeout: 10_000 })
      .toEqual([`users_backend: GET /search?search=*** failed for {"password":***}\nsearch: ***\n  at start`]);
  });

  it.each([429, 503])("sends a line again that the tracker puts off with %d, once it is time", async (status) => {
    answers = [{ status, headers: { "retry-after": "2" } }];
    await start();
    const from = Date.now();
    await send(errorLine("put off"));
    await expect.poll(texts, { timeout: 15_000 }).toEqual(["users_backend: put off"]);
    expect(Date.now() - from).toBeGreaterThan(1_900);
    expect([requests, await metric("otelcol_exporter_send_failed_log_records")]).toEqual([2, 0]);
  });

  it("counts a line that the tracker refuses, and says nowhere what the key is", async () => {
    answers = [{ status: 403 }];
    const said = await start();
    await send(errorLine("refused"));
    await expect.poll(() => metric("otelcol_exporter_send_failed_log_records"), { timeout: 10_000 }).toBe(1);
    expect(said()).toContain("403");
    expect(`${said()}${await metrics()}`).not.toContain(KEY);
  });

  it.skipIf(lacking.length > 0)(
    `gets lines of level ERROR from the log pod, and no others (this machine lacks: ${lacking.join(", ") || "nothing"})`,
    async () => {
      await start();
      const log = join(folder, "log");
      mkdirSync(log);
      const text = rsyslogConfiguration(
        { kind: "console" },
        { host: "127.0.0.1", port: port(3), linesPerMinute: reporting.tracker.linesPerMinute },
      );
      writeFileSync(
        join(folder, "rsyslog.conf"),
        text
          .replaceAll(LOG_FOLDER, log)
          .replaceAll("/etc/rsyslog.d", folder)
          .replaceAll("/var/spool/rsyslog", folder)
          .replaceAll('port="5140"', `port="${port(4)}"`),
      );
      writeFileSync(join(folder, "archive.sh"), archiveScript(1), { mode: 0o755 });
      const [daemon, args] = rsyslogd();
      running.push(spawn(daemon, [...args, "-n", "-iNONE", "-f", join(folder, "rsyslog.conf")], { stdio: "ignore" }));
      const socket = createSocket("udp4");
      const say = (line: string) => socket.send(`<147>${line}`, port(4), "127.0.0.1");
      const written = () => {
        say(errorLine("all is well", "users-backend-1", "INFO"));
        return readFileSync(join(log, "syslog"), "utf8");
      };
      await expect.poll(written, { timeout: 10_000 }).toContain("all is well");
      say(errorLine("a fault"));
      await expect.poll(texts, { timeout: 10_000 }).toEqual(["users_backend: a fault"]);
      socket.close();
    },
  );
});
