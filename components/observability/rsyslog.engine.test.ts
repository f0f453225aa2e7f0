import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePorts } from "../../engine/process/free-ports";
import { lackingForContainers } from "../../sandbox/host/requirements";
import { debianProgram, rsyslogd } from "../../sandbox/programs/monitoring";
import {
  archiveScript,
  type ErrorSink,
  LINE_METRICS,
  LOG_FOLDER,
  type LogSink,
  ROTATION_BYTES,
  rsyslogConfiguration,
} from "./rsyslog";

const lacking = lackingForContainers();
const LINE = `<142>Nov 25 09:07:03 thoughts-1 thoughts_backend: [2026-11-25T09:07:03.000Z] INFO [an-id] thoughts_backend: `;

describe.skipIf(lacking.length > 0)(`rsyslogd (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  let folder: string;
  let port: number;
  let daemon: ChildProcess | undefined;

  /** The configuration as it is rendered, in this folder and at this port. */
  const configure = (sink: LogSink, errors?: ErrorSink) => {
    const local = (text: string) =>
      text
        .replaceAll(LOG_FOLDER, join(folder, "log"))
        .replaceAll("/etc/rsyslog.d", folder)
        .replaceAll("/var/spool/rsyslog", folder)
        .replaceAll('port="5140"', `port="${port}"`)
        .replaceAll('interval="15"', 'interval="1"')
        // How soon it asks again for a sink that was away: after 30 s, unless it is told otherwise.
        .replaceAll('action.resumeRetryCount="-1"', 'action.resumeRetryCount="-1" action.resumeInterval="1"');
    writeFileSync(join(folder, "rsyslog.conf"), local(rsyslogConfiguration(sink, errors)));
    writeFileSync(join(folder, "archive.sh"), archiveScript(4));
    chmodSync(join(folder, "archive.sh"), 0o555);
  };
  const start = async (output: number | "ignore" = "ignore") => {
    const [program, args] = rsyslogd();
    daemon = spawn(program, [...args, "-n", "-iNONE", "-f", join(folder, "rsyslog.conf")], {
      stdio: ["ignore", output, "ignore"],
    });
    await expect.poll(() => answers(port), { timeout: 10_000 }).toBe(true);
  };
  const takesIt = () => {
    const [program, args] = rsyslogd();
    execFileSync(program, [...args, "-N1", "-f", join(folder, "rsyslog.conf")], { stdio: "pipe" });
  };
  const lines = (name: string) => {
    const file = join(folder, "log", name);
    return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  };
  const allLines = () => ["syslog.4", "syslog.3", "syslog.2", "syslog.1", "syslog"].flatMap(lines);
  /** Over TCP nothing gets lost on the way. */
  const send = async (texts: readonly string[]) => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.end(texts.map((text) => `${LINE}${text}\n`).join(""));
    await once(socket, "close");
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-rsyslog-"));
    mkdirSync(join(folder, "log"));
    [port = 0] = await freePorts(1);
  });
  afterEach(async () => {
    if (daemon?.exitCode === null) {
      const ended = once(daemon, "exit");
      daemon.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    { kind: "none" } as const,
    { kind: "console" } as const,
    { kind: "syslog", host: "logs.example", port: 6514 } as const,
  ])("takes the configuration with the sink %j, with an error reporter and without", (sink) => {
    configure(sink);
    expect(takesIt).not.toThrow();
    configure(sink, { host: "error-reporter", port: 5141, linesPerMinute: 60 });
    expect(takesIt).not.toThrow();
  });

  it("keeps every line over rotations, in order, in files no larger than the limit", async () => {
    configure({ kind: "none" });
    await start();
    const numbers = Array.from({ length: 90_000 }, (_, index) => `line ${index} ${"x".repeat(80)}`);
    await send(numbers);
    await expect.poll(() => allLines().length, { timeout: 30_000 }).toBe(numbers.length);
    expect(allLines().map((line) => Number(/ line (\d+) /.exec(line)?.[1]))).toEqual(numbers.map((_, index) => index));
    expect(lines("syslog.3").length).toBeGreaterThan(0);
    for (const name of ["syslog", "syslog.1", "syslog.2", "syslog.3"]) {
      // A batch of lines is written before the size is looked at.
      expect(statSync(join(folder, "log", name)).size).toBeLessThan(ROTATION_BYTES * 1.1);
    }
  });

  it("takes lines over UDP as services send them", async () => {
    configure({ kind: "none" });
    await start();
    const socket = createSocket("udp4");
    socket.send(`${LINE}REQUEST GET /api/thoughts/`, port, "127.0.0.1");
    await expect.poll(() => lines("syslog")).toEqual([`${LINE.slice("<142>".length)}REQUEST GET /api/thoughts/`]);
    socket.close();
  });

  it("counts lines by service and level, and those that it drops", async () => {
    configure({ kind: "none" });
    await start();
    await send(["one", "two"]);
    await send([]);
    await expect
      .poll(() => lines("statistics").some((line) => line.includes(`"processed": 2`)), { timeout: 10_000 })
      .toBe(true);
    const counted = oneShot();
    expect(counted).toContain('log_lines_total{app="thoughts-backend",level="INFO"} 2');
    expect(counted).toContain('log_lines_discarded_total{queue="lines"} 0');
    expect(counted).toContain("log_write_failures_total 0");
    expect(counted).toMatch(/log_lines_received_total\{input="imudp"\} 0/);
  });

  it("prints every line too, where something takes what pods print, and writes it into its file as before", async () => {
    configure({ kind: "console" });
    // A container's standard output is a pipe.
    const pipe = join(folder, "stdout");
    execFileSync("mkfifo", [pipe]);
    const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "ignore"] });
    let printed = "";
    reader.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    await start(openSync(pipe, "r+"));
    const texts = Array.from({ length: 1_000 }, (_, index) => `line ${index}`);
    await send(texts);
    await expect.poll(() => printed.split("\n").slice(0, -1)).toHaveLength(texts.length);
    expect(printed.split("\n").slice(0, -1)).toEqual(allLines());
    reader.kill();
    expect(printed).toContain(
      " thoughts-1 thoughts_backend: [2026-11-25T09:07:03.000Z] INFO [an-id] thoughts_backend: line 999\n",
    );
  });

  it("sends lines on, also those that the sink missed while it was away", async () => {
    const [sinkPort = 0] = await freePorts(1);
    configure({ kind: "syslog", host: "127.0.0.1", port: sinkPort });
    await start();
    await send(["before"]);
    const received: string[] = [];
    const sink: Server = createServer((socket) => {
      socket.setEncoding("utf8").on("data", (text: string) => received.push(text));
    }).listen(sinkPort, "127.0.0.1");
    await once(sink, "listening");
    await expect.poll(() => received.join(""), { timeout: 60_000 }).toContain("before");
    sink.close();
  }, 90_000);

  it("sends lines of level ERROR and CRITICAL to the error reporter, up to its limit, and all of them into the file", async () => {
    const [reporterPort = 0] = await freePorts(1);
    let received = "";
    const reporter = createServer((socket) => {
      socket.setEncoding("utf8").on("data", (text: string) => (received += text));
    }).listen(reporterPort, "127.0.0.1");
    await once(reporter, "listening");
    configure({ kind: "none" }, { host: "127.0.0.1", port: reporterPort, linesPerMinute: 5 });
    await start();
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const said = ["INFO", "WARNING", "CRITICAL", ...Array.from({ length: 20 }, () => "ERROR"), "INFO"].map(
      (level, index) => LINE.replace("INFO", level) + `ERROR is line ${index}`,
    );
    socket.end(said.map((line) => `${line}\n`).join(""));
    const written = said.map((line) => line.slice("<142>".length));
    await expect.poll(allLines, { timeout: 10_000 }).toEqual(written);
    await expect.poll(() => received.split("\n").slice(0, -1), { timeout: 10_000 }).toEqual(written.slice(2, 7));
    // What comes on top of them is left out, and not put off.
    await setTimeout(1_000);
    expect(received.split("\n").slice(0, -1)).toEqual(written.slice(2, 7));
    reporter.close();
  });

  function oneShot(): string {
    const programs = join(folder, "programs");
    mkdirSync(programs);
    writeFileSync(join(programs, "lines.mtail"), LINE_METRICS);
    const logs = ["syslog", "statistics"].map((name) => join(folder, "log", name)).join(",");
    const options = ["--one_shot", "--one_shot_format=prometheus", "--emit_prog_label=false", `--log_dir=${folder}`];
    const { ok, text } = debianProgram("mtail", ...options, `--progs=${programs}`, `--logs=${logs}`);
    expect(ok).toBe(true);
    return text;
  }
});

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const connected = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]);
  socket.destroy();
  return connected;
}
