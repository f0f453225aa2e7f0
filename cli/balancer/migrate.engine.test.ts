import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { writeWhole } from "../../engine/process/file";
import { freePorts } from "../../engine/process/free-ports";
import { startHaproxy } from "../../sandbox/programs/haproxy";
import { back, hold, next, ready, render, status } from "../commands/migrate/move";
import { Load } from "../testing/load";
import { readPair } from "./pair";
import { readPlan, standingFile } from "./plan-file";

const ACCOUNT = { STATS_USER: "anna", STATS_PASSWORD: "secret" };
const HOST = "www.example.com";
const SOAK = 2;

/** A system of its own: it counts its requests, and may be told to fail its checks. */
class Backend {
  requests = 0;
  slow = 0;
  healthy = true;
  readonly #server: Server = createServer((request, response) => {
    if (request.url === "/health") {
      response.writeHead(this.healthy ? 200 : 503).end();
      return;
    }
    this.requests += 1;
    const isSlow = request.url === "/slow";
    this.slow += isSlow ? 1 : 0;
    setTimeout(() => response.end("ok"), isSlow ? 2_000 : 0);
  });

  async start(): Promise<number> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const before = new Backend();
const after = new Backend();
const processes: ChildProcess[] = [];
let folder: string;
let options: { readonly plan: string };
let doors: readonly number[];

async function start(index: number): Promise<void> {
  const process = startHaproxy(join(folder, `${index}.cfg`), ACCOUNT);
  processes[index] = process;
  await vi.waitUntil(() => existsSync(join(folder, `${index}.sock`)), { timeout: 10_000 });
  await expect
    .poll(() =>
      status(options).then(
        () => "up",
        () => "down",
      ),
    )
    .toBe("up");
}

async function kill(index: number): Promise<void> {
  const ended = once(processes[index] ?? expect.fail(), "exit");
  processes[index]?.kill("SIGKILL");
  await ended;
  rmSync(join(folder, `${index}.sock`), { force: true });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-migrate-"));
  options = { plan: join(folder, "migration.yaml") };
  const [old, fresh, ports] = await Promise.all([before.start(), after.start(), freePorts(4)]);
  doors = ports.slice(0, 2);
  const stage = (name: string, share: number) => ({
    name,
    weights: { old: 100 - share, new: share },
    soakSeconds: SOAK,
    gate: { leastRequests: 10, mostErrorsPercent: 1 },
  });
  const balancers = [0, 1].map((index) => ({
    name: index === 0 ? "first" : "second",
    listen: { address: "127.0.0.1", port: ports[index] },
    statistics: { address: "127.0.0.1", port: ports[index + 2] },
    socket: join(folder, `${index}.sock`),
    configuration: join(folder, `${index}.cfg`),
  }));
  const plan = {
    name: "monolith",
    host: HOST,
    servers: {
      old: { name: "example", address: "127.0.0.1", port: old },
      new: { name: "aws", address: "127.0.0.1", port: fresh },
    },
    check: { path: "/health", intervalSeconds: 1 },
    stickiness: { kind: "none" },
    drainSeconds: 30,
    stages: [stage("tenth", 10), stage("half", 50), { ...stage("all", 100), back: "start" }],
    balancers,
  };
  writeWhole(options.plan, stringify(plan));
  render(options);
  await Promise.all(
    [0, 1].map((index) => {
      processes[index] = startHaproxy(join(folder, `${index}.cfg`), ACCOUNT);
      return vi.waitUntil(() => existsSync(join(folder, `${index}.sock`)), { timeout: 10_000 });
    }),
  );
});

afterAll(() => {
  processes.forEach((process) => process.kill("SIGKILL"));
  before.stop();
  after.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A load on each balancer that lives. @returns what failed, and how many there were */
async function underLoad(work: () => Promise<unknown>, living = doors): Promise<{ requests: number; failed: string }> {
  const args = (port: number) => ({
    address: `127.0.0.1:${port}`,
    host: HOST,
    path: "/",
    perSecond: 100,
    mostSeconds: 60,
  });
  const loads = living.map((port) => new Load(args(port)));
  await work();
  const results = await Promise.all(loads.map((load) => load.stop()));
  return {
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
    failed: results.map(({ failures }) => failures).join(""),
  };
}

/** The share of the new system in percent, over some seconds of a load. */
async function share(seconds: number): Promise<number> {
  const [old, fresh] = [before.requests, after.requests];
  await sleep(seconds * 1_000);
  const [to, others] = [after.requests - fresh, before.requests - old];
  return (to / (to + others)) * 100;
}

const stageNow = () =>
  (JSON.parse(readFileSync(standingFile({ file: options.plan }), "utf8")) as { stage: string }).stage;
const placements = async () =>
  Object.values(await readPair(readPlan(options.plan))).map(({ old, new: fresh }) => [old.placement, fresh.placement]);
const ask = (path: string) =>
  new Promise<number>((resolve, reject) => {
    get({ host: "127.0.0.1", port: doors[0], path, headers: { host: HOST } }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    }).on("error", reject);
  });

const table: string[] = [];

describe("two real HAProxy processes", () => {
  it("move the traffic of two real backends from 0 to 100 % and back, by the shares of the plan, without a lost request", async () => {
    let slow: readonly Promise<number>[] = [];
    const shares: number[] = [];
    const { requests, failed } = await underLoad(async () => {
      for (const stage of ["start", "tenth", "half", "all", "start"]) {
        if (stage === "all") {
          slow = Array.from({ length: 8 }, () => ask("/slow"));
          await sleep(100);
        }
        if (shares.length > 0) {
          await (shares.length === 4 ? back(options) : next(options));
          expect(stageNow()).toBe(stage);
          await sleep(100);
          if (stage === "tenth") {
            await expect(next(options)).rejects.toThrow(/half can't begin yet: \d s of its soak of 2 s are left/);
          }
        }
        shares.push(await share(SOAK + 0.5));
        table.push(`${stage}: ${shares.at(-1)?.toFixed(1)} %`);
      }
    });
    console.log(`${requests} requests, failed: "${failed}"; ${table.join(", ")}`);
    expect(failed).toBe("");
    // Sessions that the old server had when it was drained came to their end.
    expect(before.slow).toBeGreaterThan(0);
    expect(await Promise.all(slow)).toEqual(Array(8).fill(200));
    [0, 10, 50, 100, 0].forEach((computed, index) =>
      expect(Math.abs((shares[index] ?? NaN) - computed)).toBeLessThan(1.5),
    );
  });

  it("keep a server out, and let nobody take the last one out", async () => {
    await expect(hold("old", "maint", options)).rejects.toThrow("aws has no share at start, so nobody would serve");
    await hold("new", "maint", options);
    expect(await placements()).toEqual(Array(2).fill([{ state: "ready", weight: 100 }, { state: "maint" }]));
    await expect(next(options)).rejects.toThrow("aws is held in maint");
    await ready(options);
    await expect.poll(placements).toEqual(Array(2).fill([{ state: "ready", weight: 100 }, { state: "drain" }]));
  });

  it("send everybody to the old system when the new one fails its checks, and the next stage does not begin", async () => {
    await expect
      .poll(() =>
        next(options).then(
          () => "moved",
          () => "not yet",
        ),
      )
      .toBe("moved");
    const { failed } = await underLoad(async () => {
      await sleep(500);
      after.healthy = false;
      await expect.poll(() => share(0.3)).toBe(0);
      await expect(next(options)).rejects.toThrow(/half can't begin yet: aws fails the checks of first/);
      after.healthy = true;
      await expect.poll(() => share(0.5)).toBeGreaterThan(0);
    });
    expect(failed).toBe("");
    expect(stageNow()).toBe("tenth");
  });

  it("show their statistics to who knows the password, and let nobody change a state there", async () => {
    const page = `http://127.0.0.1:${readPlan(options.plan).balancers[0].statistics.port}/`;
    const authorization = (password: string) => `Basic ${Buffer.from(`anna:${password}`).toString("base64")}`;
    const statusFor = async (headers: Readonly<Record<string, string>>, init: RequestInit = {}) =>
      (await fetch(page, { ...init, headers, redirect: "manual" })).status;
    expect(await statusFor({})).toBe(401);
    expect(await statusFor({ authorization: authorization("guess") })).toBe(401);
    expect(await statusFor({ authorization: authorization("secret") })).toBe(200);
    const before = await placements();
    const form = { "content-type": "application/x-www-form-urlencoded", authorization: authorization("secret") };
    await statusFor(form, { method: "POST", body: "s=example&action=maint&b=%232" });
    await statusFor(form, { method: "POST", body: "s=example&action=maint&b=%233" });
    expect(await placements()).toEqual(before);
  });

  it("go back both, if what they start with can't be written for one of them", async () => {
    const text = readFileSync(options.plan, "utf8");
    writeWhole(options.plan, text.replace("/1.cfg", "/none/1.cfg"));
    await expect(back(options)).rejects.toThrow(/ENOENT.*\n.*The move to start was taken back/s);
    writeWhole(options.plan, text);
    const tenth = [
      { state: "ready", weight: 90 },
      { state: "ready", weight: 10 },
    ];
    expect(await placements()).toEqual([tenth, tenth]);
    expect(readFileSync(join(folder, "0.cfg"), "utf8")).toContain("weight 90");
    expect(stageNow()).toBe("tenth");
  });

  it("stay where they are when one of them is away, which is named; started again, it does what the other one does", async () => {
    await kill(1);
    const { failed } = await underLoad(() => sleep(500), doors.slice(0, 1));
    expect(failed).toBe("");
    await expect(back(options)).rejects.toThrow(/balancer second does not answer at .* traffic stays where it was/);
    expect(stageNow()).toBe("tenth");
    await start(1);
    expect(await placements()).toEqual(
      Array(2).fill([
        { state: "ready", weight: 90 },
        { state: "ready", weight: 10 },
      ]),
    );
  });
});
