import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { freePorts } from "../../engine/process/free-ports";
import { collector } from "../../sandbox/programs/monitoring";
import { secretTexts } from "../../testing/secret-texts";
import { HEALTH_PORT, METRICS_PORT } from "./collector";
import { COLLECTOR_STATE, logCollectorConfiguration, POD_LOGS, QUEUE_BYTES } from "./log-collector-configuration";
import { type LogRecord, logRecordsOf } from "./testing/otlp";

// The real program, with the configuration as it is rendered, before a server on the loopback that speaks the documented
// protocol of CloudWatch's endpoint: OTLP over HTTP. AWS's own answers only an account can show.

interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly lines: readonly LogRecord[];
}

const COLLECTION = {
  region: "us-west-2",
  logGroup: "/aws/eks/thoughts-production/pods",
  logStream: "pods",
  attributes: { "deployment.environment.name": "production" },
  maskedFields: ["api-key", "api_key", "apikey", "authorization", "passwd", "password", "search", "secret", "token"],
  leftOut: ["log-collector"],
};

let program: string;
let folder: string;
let ports: readonly number[];
let running: ChildProcess | undefined;
let server: Server | undefined;
let status: number;
let taken: Taken[];

beforeAll(async () => {
  program = await collector();
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-collector-"));
  ports = await freePorts(4);
  taken = [];
  status = 200;
  mkdirSync(join(folder, "state"));
});

afterEach(async () => {
  await stop("SIGKILL");
  await away();
  rmSync(folder, { recursive: true, force: true });
});

const port = (index: number) => ports[index] ?? 0;

/** CloudWatch, and what tells a pod who it is. */
async function cloudWatch(): Promise<void> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url === "/credentials") {
        const Expiration = new Date(Date.now() + 3_600_000).toISOString();
        response.end(
          JSON.stringify({ AccessKeyId: "ASIAEXAMPLE", SecretAccessKey: "key", Token: "token", Expiration }),
        );
        return;
      }
      if (status === 200) {
        const lines = logRecordsOf(gunzipSync(Buffer.concat(chunks)));
        taken.push({ headers: request.headers, path: request.url ?? "", lines });
      }
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  server.listen(port(0), "127.0.0.1");
  await once(server, "listening");
}

async function away(): Promise<void> {
  const closing = server;
  server = undefined;
  if (closing !== undefined) {
    closing.closeAllConnections();
    closing.close();
    await once(closing, "close");
  }
}

/** The configuration as it is rendered, in this folder and at these ports. JSON instead of Protobuf: the endpoint takes both. */
function configure(queueBytes = QUEUE_BYTES): string {
  const file = join(folder, "collector.yaml");
  const text = stringify(logCollectorConfiguration(COLLECTION), { lineWidth: 0 })
    .replaceAll(POD_LOGS, join(folder, "pods"))
    .replaceAll(COLLECTOR_STATE, join(folder, "state"))
    .replaceAll("https://logs.us-west-2.amazonaws.com", `http://127.0.0.1:${port(0)}`)
    .replaceAll(`0.0.0.0:${HEALTH_PORT}`, `127.0.0.1:${port(1)}`)
    .replaceAll("host: 0.0.0.0", "host: 127.0.0.1")
    .replaceAll(`port: ${METRICS_PORT}`, `port: ${port(2)}`)
    .replaceAll("compression: gzip", "compression: gzip\n    encoding: json")
    .replaceAll("flush_timeout: 5s", "flush_timeout: 200ms")
    .replaceAll("max_interval: 60s", "max_interval: 1s")
    .replaceAll(`queue_size: ${QUEUE_BYTES}`, `queue_size: ${queueBytes}`);
  writeFileSync(file, text);
  return file;
}

const environment = () => ({
  PATH: process.env.PATH,
  NODE_NAME: "node-1",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port(0)}/credentials`,
  AWS_EC2_METADATA_DISABLED: "true",
});

async function start(file = configure()): Promise<void> {
  running = spawn(program, [`--config=${file}`], { env: environment(), stdio: "ignore" });
  await expect.poll(healthy).toBe(true);
}

async function stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  const ending = running;
  running = undefined;
  if (ending?.exitCode === null) {
    const ended = once(ending, "exit");
    ending.kill(signal);
    await ended;
  }
}

const healthy = () =>
  fetch(`http://127.0.0.1:${port(1)}/`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Sum of the series of a metric; 0 where there is none. */
async function metric(name: string): Promise<number> {
  const text = await fetch(`http://127.0.0.1:${port(2)}/metrics`).then((answer) => answer.text());
  const values = text.split("\n").filter((line) => new RegExp(`^${name}[{ ]`).test(line));
  return values.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

/** Adds lines to a container's file, as containerd writes them. */
function write(
  lines: readonly string[],
  { namespace = "example", part = "F", hoursAgo = 0 }: { namespace?: string; part?: "F" | "P"; hoursAgo?: number } = {},
): void {
  const file = join(folder, "pods", `${namespace}_frontend-abc_0123`, "frontend-service");
  mkdirSync(file, { recursive: true });
  const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString().replace("Z", "000000Z");
  const text = lines.map((line) => `${at} stdout ${part} ${line}\n`).join("");
  appendFileSync(join(file, "0.log"), text);
}

const bodies = () => taken.flatMap(({ lines }) => lines.map(({ body }) => body));
const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `line ${from + index} ${"x".repeat(200)}`);
/** Which lines arrived, each once: one that was being sent when the collector ended is sent again. */
const arrived = () => new Set(bodies().map((body) => Number(body.split(" ")[1]))).size;

describe("the log collector", () => {
  it("is an OpenTelemetry Collector that takes the configuration", async () => {
    // It asks who it is first.
    await cloudWatch();
    const validate = promisify(execFile)(program, ["validate", `--config=${configure()}`], { env: environment() });
    await expect(validate).resolves.toMatchObject({ stdout: "" });
  });

  it("sends what pods print to the log group, signed, and says which pod of which node it is of", async () => {
    write(["an early line"]);
    await cloudWatch();
    await start();
    write(["the first half "], { part: "P" });
    write(["and the second"]);
    await expect.poll(bodies).toEqual(["an early line", "the first half and the second"]);
    const [{ headers, path, lines: [line] } = { headers: {}, path: "", lines: [] }] = taken;
    expect(path).toBe("/v1/logs");
    expect(headers).toMatchObject({
      "x-aws-log-group": "/aws/eks/thoughts-production/pods",
      "x-aws-log-stream": "pods",
      "x-amz-security-token": "token",
    });
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/us-west-2\/logs\/aws4_request, SignedHeaders=\S*x-aws-log-group;x-aws-log-stream/,
    );
    expect(line?.attributes).toMatchObject({
      "deployment.environment.name": "production",
      "k8s.node.name": "node-1",
      "k8s.namespace.name": "example",
      "k8s.pod.name": "frontend-abc",
      "k8s.container.name": "frontend-service",
      "log.iostream": "stdout",
    });
  });

  it("sends no line that is so old that CloudWatch would refuse those of today beside it", async () => {
    write(["of last week"], { hoursAgo: 7 * 24 });
    write(["of yesterday"], { hoursAgo: 20.1 });
    write(["of this morning"], { hoursAgo: 19.9 });
    write(["of now"]);
    await cloudWatch();
    await start();
    await expect.poll(bodies).toEqual(["of this morning", "of now"]);
  });

  it("leaves out the collector's own lines, so that sending one does not make the next", async () => {
    await cloudWatch();
    await start();
    write(["of the collector"], { namespace: "log-collector" });
    write(["of a service"]);
    await expect.poll(bodies).toEqual(["of a service"]);
  });

  const MASKED = [
    ["REQUEST GET /search?search=a+secret&page=2", "REQUEST GET /search?search=***&page=2"],
    [`{"Password":"a b, \\"c","level":30}`, `{"Password":***,"level":30}`],
    ["Authorization: Bearer eyJhbGciOi.x.y sent", "Authorization: Bearer *** sent"],
    [`msg="{\\"password\\":\\"x y\\"}"`, `msg="{\\"password\\":***}"`],
    ["INFO researching=1", "INFO researching=1"],
    ["DB_PASSWORD=abc next", "DB_PASSWORD=*** next"],
    ["{'password': 'hunter2', 'id': 1}", "{'password': ***, 'id': 1}"],
    [`password=ab\\cd next`, "password=*** next"],
    ["authorization: Token abc next", "authorization: Token *** next"],
    // The name is the end of a longer one.
    ["refreshToken=abc&IDToken=def&x=1", "refreshToken=***&IDToken=***&x=1"],
    [`{"dbPassword":"x y","lastSearch":"me"}`, `{"dbPassword":***,"lastSearch":***}`],
    ["INFO RESEARCH=1 tokens per second: 5", "INFO RESEARCH=1 tokens per second: 5"],
    ["myApiKey=1 X-API-Key: 2", "myApiKey=*** X-API-Key: ***"],
    // What stands behind it stays.
    ["PGPASSWORD=abc next dbpassword: b'two words' next", "PGPASSWORD=*** next dbpassword: *** next"],
    ["password1=abc&password_2=def&x=1", "password1=***&password_2=***&x=1"],
    [`{"token":{"a":{"b":"x"},"c":["y"]},"id":1}`, `{"token":***,"id":1}`],
    [`Authorization: Digest username="a", response="b" next`, "Authorization: Digest *** next"],
    ["#012search=me too#012search2: you", "#012search=*** too#012search2: ***"],
    // As forms and frameworks write lists and objects.
    ["password[]=abc&password[0]=def&id=1", "password[]=***&password[0]=***&id=1"],
    ["user[password]=abc&user[name]=anna", "user[password]=***&user[name]=anna"],
    ["user%5Bpassword%5D=abc&password%5B%5D=def&x=1", "user%5Bpassword%5D=***&password%5B%5D=***&x=1"],
    [`{"password[]":["a","b c"],"token":{"value":"a"},"x":1}`, `{"password[]":***,"token":***,"x":1}`],
    [`{"password"=>"abc", "id"=>1}`, `{"password"=>***, "id"=>1}`],
    // In front of the host of an address.
    ["postgres://app:hunter@2@db:5432/x failed", "postgres://***@db:5432/x failed"],
    ["GET https://a1b2c3@example.com/x?mail=a@b.c", "GET https://***@example.com/x?mail=a@b.c"],
    [`{"url":"http:\\/\\/anna:pw@db\\/x"}`, `{"url":"http:\\/\\/***@db\\/x"}`],
    ["POSTGRES://app:hunter2@db/x failed", "POSTGRES://***@db/x failed"],
    ["http://a:80 https://example.com/a?mail=a@b.c", "http://a:80 https://example.com/a?mail=a@b.c"],
  ] as const;

  it("masks the values of fields that tell of persons, and who an address names in front of its host", async () => {
    await cloudWatch();
    await start();
    write(MASKED.map(([printed]) => printed));
    await expect.poll(bodies).toEqual(MASKED.map(([, sent]) => sent));
  });

  it("lets through no secret behind its name, whatever the name is and however the value is written", async () => {
    const texts = fc.sample(secretTexts(), { numRuns: 5_000, seed: 22 });
    await cloudWatch();
    await start();
    write(texts.map(({ text }) => text));
    await expect.poll(() => bodies().length).toBe(texts.length);
    const sent = bodies();
    const seen = texts.filter(({ secret }, index) => sent[index]?.includes(secret));
    expect(seen.map(({ text }) => text).slice(0, 20)).toEqual([]);
  });

  it("keeps what CloudWatch can't take, over its own restart too, and sends it later", async () => {
    status = 503;
    await cloudWatch();
    await start();
    write(numbered(500));
    await expect.poll(() => metric("otelcol_exporter_queue_size")).toBeGreaterThan(0);
    await stop("SIGKILL");
    write(numbered(500, 500));
    await start();
    status = 200;
    await expect.poll(arrived, { timeout: 30_000 }).toBe(1_000);
    expect(await metric("otelcol_exporter_send_failed_log_records")).toBe(0);
  });

  it("takes no more room than its queue while CloudWatch is away, and reads on when it is back", async () => {
    const queueBytes = 1_000_000;
    status = 503;
    await cloudWatch();
    await start(configure(queueBytes));
    write(numbered(40_000));
    await expect
      .poll(
        async () => (await metric("otelcol_exporter_queue_size")) / (await metric("otelcol_exporter_queue_capacity")),
      )
      .toBeGreaterThan(0.5);
    const state = join(folder, "state");
    const bytes = readdirSync(state).reduce((sum, name) => sum + statSync(join(state, name)).size, 0);
    // There are lines of 9 MB; bbolt, which keeps the queue, takes a few pages for each batch.
    expect(bytes).toBeLessThan(4 * queueBytes);
    status = 200;
    await expect.poll(arrived, { timeout: 60_000 }).toBe(40_000);
  });

  it("counts what CloudWatch says that it will never take", async () => {
    status = 400;
    await cloudWatch();
    await start();
    write(numbered(3));
    await expect.poll(() => metric("otelcol_exporter_send_failed_log_records")).toBe(3);
  });
});
