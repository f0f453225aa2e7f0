// Real registries on the loopback interface, and crane between them; what stands before one of them fails as a bad network does.
import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePorts } from "../../engine/process/free-ports";
import { ensureTool } from "../../engine/toolchain/ensure";
import { nodeCatalog } from "../../engine/toolchain/node-catalog";
import type { Tool } from "../../engine/toolchain/tool";
import type { NeededImage } from "./needed";
import { type PushArgs, pushImages } from "./push";
import { RegistryClient } from "./registry-client";
import { Gate, makeImage, reset, runCrane, startRegistry, status } from "./testing/registries";

describe("images are brought into a registry", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-push-"));
  let crane: Tool;
  let registries: readonly ChildProcess[];
  let own: Gate;
  let others: Gate;
  let said: string[];
  let client: RegistryClient;
  let grafana: NeededImage;
  let round = 0;

  const run = (...args: readonly string[]) => runCrane(crane, ...args);
  const make = (name: string, content: string) => makeImage(crane, folder, name, content);
  const args = (): PushArgs => ({
    registry: own.host,
    registries: client,
    say: (line) => said.push(line),
    prepare: () => Promise.resolve(),
    pack: async ({ repository, tag }) => {
      const name = `${others.host}/packed/${repository}:${tag}`;
      return `${name.replace(/:[^:/]+$/, "")}@${await make(name, repository)}`;
    },
  });
  const rsyslog = (): NeededImage => ({
    repository: `rsyslog-${round}`,
    tag: "8.2302.0",
    source: { kind: "packed", of: "Debian's package rsyslog" },
  });

  beforeAll(async () => {
    crane = await ensureTool(nodeCatalog().crane, { report: () => undefined });
    const ports = await freePorts(2);
    registries = await Promise.all(ports.map((port) => startRegistry(crane, port)));
    [own, others] = (await Promise.all(ports.map((port) => Gate.before(port)))) as [Gate, Gate];
  });
  beforeEach(async () => {
    said = [];
    round += 1;
    client = new RegistryClient({ tool: crane, logins: {}, say: (line) => said.push(line), firstWaitMs: 10 });
    const from = `${others.host}/grafana/grafana:13.1.${round}`;
    const digest = (await make(from, `grafana ${round}`)) as `sha256:${string}`;
    grafana = { repository: `grafana-${round}`, tag: "13.1.3", digest, source: { kind: "copied", from, digest } };
    own.seen = [];
    others.seen = [];
  });
  afterAll(async () => {
    client.close();
    own.close();
    others.close();
    for (const server of registries) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("by digest and as they are packed, and once: another run finds them there and sends nothing", async () => {
    const images = [grafana, rsyslog()];
    const first = await pushImages(images, args());
    expect(first.map(({ what }) => what)).toEqual(["copied", "packed"]);
    expect(await run("digest", `${own.host}/${grafana.repository}:13.1.3`)).toBe(grafana.digest);
    own.seen = [];
    const second = await pushImages(images, args());
    expect(second.map(({ what, digest }) => [what, digest])).toEqual(first.map(({ digest }) => ["there", digest]));
    expect(own.seen.filter((line) => !/^(HEAD|GET) /.test(line))).toEqual([]);
  });

  it("the very content that was asked for, though its tag has another one by now", async () => {
    await make(grafana.source.kind === "copied" ? grafana.source.from : "", "something else");
    const [pushed] = await pushImages([grafana], args());
    expect(pushed?.digest).toBe(grafana.digest);
  });

  it("never over a tag that has another content, and then nothing of the rest either", async () => {
    const other = await make(`${own.host}/${grafana.repository}:13.1.3`, "somebody's own");
    own.seen = [];
    await expect(pushImages([rsyslog(), grafana], args())).rejects.toThrow(
      new RegExp(
        `never overwritten; nothing was pushed\\.\\n  - ${own.host}/${grafana.repository}:13\\.1\\.3 is ${other}, and ${grafana.digest ?? ""} is needed: delete that tag`,
      ),
    );
    expect(own.seen.filter((line) => !/^(HEAD|GET) /.test(line))).toEqual([]);
    expect(await run("digest", `${own.host}/${grafana.repository}:13.1.3`)).toBe(other);
  });

  it.each([
    ["too many requests", status(429)],
    ["a server that fails", status(500)],
    ["a cut connection", reset],
  ])("through %s, which is said and tried again", async (_, fault) => {
    // crane tries some of these again by itself, so there are more than one of each.
    others.faults = Array.from({ length: 4 }, () => fault);
    const [pushed] = await pushImages([grafana], args());
    expect(pushed).toMatchObject({ what: "copied", digest: grafana.digest });
    expect(others.faults).toEqual([]);
    expect(said).toContainEqual(expect.stringMatching(/: try 1 of 5 failed \(.*\); trying again$/));
  });

  it("not without an end: a registry that stays away ends it in plain words, and the next run goes on", async () => {
    const other = rsyslog();
    others.faults = Array.from({ length: 1_000 }, () => status(429));
    const packing = { ...args(), pack: () => Promise.reject(new Error("it is packed already")) };
    await expect(pushImages([grafana], packing)).rejects.toThrow(
      /no answer that can be used in 5 tries; run this again later\. What is there already is not sent again\.\nIt was: .*429/,
    );
    others.faults = [];
    const pushed = await pushImages([grafana, other], args());
    expect(pushed.map(({ what }) => what)).toEqual(["copied", "packed"]);
  });

  it("and what no registry has is said at once, by name", async () => {
    const digest = `sha256:${"0".repeat(64)}` as const;
    const source = { kind: "copied", from: `${others.host}/grafana/none:1`, digest } as const;
    await expect(pushImages([{ ...grafana, digest, source }], args())).rejects.toThrow(
      new RegExp(
        `^${others.host}/grafana/none@${digest} to ${own.host}/${grafana.repository}:13\\.1\\.3: one of the two is not there`,
      ),
    );
    expect(said.filter((line) => line.includes("try 1"))).toEqual([]);
  });

  it("with passwords that are nobody else's to read, and are gone afterwards", () => {
    const secret = new RegistryClient({ tool: crane, logins: { "a.test": "dTpw" }, say: () => undefined });
    const file = join(secret.configFolder, "config.json");
    expect(execFileSync("stat", ["--format", "%a", file], { encoding: "utf8" }).trim()).toBe("600");
    secret.close();
    expect(() => execFileSync("stat", [file], { stdio: "pipe" })).toThrow();
  });
});
