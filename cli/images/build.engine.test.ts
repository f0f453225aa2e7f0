// A real registry on the loopback interface, and crane; what is packed is an image of one file.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePorts } from "../../engine/process/free-ports";
import { ensureTool } from "../../engine/toolchain/ensure";
import { nodeCatalog } from "../../engine/toolchain/node-catalog";
import type { Tool } from "../../engine/toolchain/tool";
import { type BuildArgs, buildImages } from "./build";
import { buildNames, MAIN } from "./build-tags";
import { RegistryClient } from "./registry-client";
import { Gate, makeImage, runCrane, startRegistry } from "./testing/registries";

const COMMIT = "2257f9c1d0e4b7a6958473625140312233445566";
const ON_MAIN = buildNames({ commit: COMMIT, ref: MAIN, described: "v3.7-17-g2257f9c" });
const ON_TAG = buildNames({ commit: COMMIT, ref: "refs/tags/v3.8", described: "v3.8" });

describe("the images of a commit are built", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-build-"));
  let crane: Tool;
  let server: ChildProcess;
  let registry: Gate;
  let client: RegistryClient;
  let packed: string[];
  let round = 0;

  const services = () => [
    { service: "frontend" as const, repository: `frontend-${round}` },
    { service: "users-backend" as const, repository: `users_server-${round}` },
  ];
  const args = (): BuildArgs => ({
    registry: registry.host,
    registries: client,
    say: () => undefined,
    pack: async ({ repository, tag }) => {
      packed.push(`${repository.split("-")[0] ?? ""} ${tag}`);
      const name = `${registry.host}/packed/${repository}`;
      return `${name}@${await makeImage(crane, folder, `${name}:${tag}`, `${repository} ${tag}`)}`;
    },
  });
  const digest = (repository: string, tag: string) =>
    runCrane(crane, "digest", `${registry.host}/${repository}:${tag}`);

  beforeAll(async () => {
    crane = await ensureTool(nodeCatalog().crane, { report: () => undefined });
    const [port = 0] = await freePorts(1);
    server = await startRegistry(crane, port);
    registry = await Gate.before(port);
    client = new RegistryClient({ tool: crane, logins: {}, say: () => undefined, firstWaitMs: 10 });
  });
  beforeEach(() => {
    packed = [];
    round += 1;
  });
  afterAll(async () => {
    client.close();
    registry.close();
    server.kill("SIGTERM");
    await once(server, "exit");
    rmSync(folder, { recursive: true, force: true });
  });

  it("once, with all their tags: another run finds them there and sends nothing", async () => {
    const first = await buildImages(services(), ON_MAIN, args());
    expect(first.map(({ service, tags, what }) => [service, tags, what])).toEqual([
      ["frontend", ["2257f9c", "main-2257f9c"], "built"],
      ["users-backend", ["2257f9c", "main-2257f9c"], "built"],
    ]);
    expect(packed).toEqual(["frontend v3.7-17-g2257f9c", "users_server v3.7-17-g2257f9c"]);
    for (const tag of ["2257f9c", "main-2257f9c"]) {
      expect(await digest(`frontend-${round}`, tag)).toBe(first[0]?.digest);
    }
    registry.seen = [];
    const second = await buildImages(services(), ON_MAIN, args());
    expect(second.map(({ what }) => what)).toEqual(["there", "there"]);
    expect(registry.seen.filter((line) => !/^(HEAD|GET) /.test(line))).toEqual([]);
  });

  it("anew for a Git tag, whose version they say; the short hash goes on naming the earlier build", async () => {
    const [before] = await buildImages(services(), ON_MAIN, args());
    const [after] = await buildImages(services(), ON_TAG, args());
    expect(after).toMatchObject({ what: "built", tags: ["v3.8"], kept: ["2257f9c"] });
    expect(packed).toContain("frontend v3.8");
    expect(await digest(`frontend-${round}`, "2257f9c")).toBe(before?.digest);
    expect(await digest(`frontend-${round}`, "v3.8")).toBe(after?.digest);
  });

  it("to the end by the next run, if one is interrupted: what it had pushed is not built again", async () => {
    const { pack, ...rest } = args();
    const failing: BuildArgs["pack"] = (image, to) =>
      packed.length === 1 ? Promise.reject(new Error("interrupted")) : pack(image, to);
    await expect(buildImages(services(), ON_MAIN, { ...rest, pack: failing })).rejects.toThrow("interrupted");
    packed = [];
    const images = await buildImages(services(), ON_MAIN, args());
    expect(images.map(({ what, tags }) => [what, tags.length])).toEqual([
      ["there", 2],
      ["built", 2],
    ]);
    expect(packed).toEqual(["users_server v3.7-17-g2257f9c"]);
  });
});
