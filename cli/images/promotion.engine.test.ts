// Two real registries on the loopback interface, and regctl between them.
import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as tar from "tar";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePorts } from "../../engine/process/free-ports";
import { ensureTool } from "../../engine/toolchain/ensure";
import { nodeCatalog } from "../../engine/toolchain/node-catalog";
import { regctl } from "../../engine/toolchain/regctl";
import type { Tool } from "../../engine/toolchain/tool";
import { Copier } from "./copier";
import { promoteImage, type PromotionArgs } from "./promotion";
import { promotionRecordOf, recordSmokeTest, smokeRecordOf } from "./records";
import { Gate, reset, startRegistry, status } from "./testing/registries";

const AT = "2026-11-30T08:15:00Z";
const SBOM = "application/spdx+json";

describe("an image is promoted", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-promote-"));
  let crane: Tool;
  let servers: readonly ChildProcess[];
  let staging: Gate;
  let production: Gate;
  let copier: Copier;
  let said: string[];
  let round = 0;
  let repository: string;
  let digest: string;

  const run = async (...args: readonly string[]) =>
    (await promisify(execFile)(join(crane.folder, "crane"), [...args])).stdout.trim();
  const file = (name: string) => join(folder, name);
  /** An image for one platform, of one file. */
  const make = async (name: string, content: string, platform = "linux/amd64") => {
    writeFileSync(file(content), content);
    tar.create({ file: file(`${content}.tar`), sync: true, cwd: folder, portable: true, mtime: new Date(0) }, [
      content,
    ]);
    await run(
      "append",
      "--oci-empty-base",
      "--platform",
      platform,
      "--new_tag",
      name,
      "--new_layer",
      file(`${content}.tar`),
    );
    await run("mutate", name, "--set-platform", platform, "--tag", name);
    return run("digest", name);
  };
  const args = (): PromotionArgs => ({
    service: "frontend",
    repository,
    tag: "v2.1",
    from: { stack: "staging", registry: staging.host },
    to: { stack: "production", registry: production.host },
    by: "anna",
    at: AT,
    check: () => undefined,
    copier,
  });
  const tested = (passed: boolean, at = AT) =>
    recordSmokeTest(copier, `${staging.host}/${repository}@${digest}`, {
      stack: "staging",
      passed,
      tag: "v2.1",
      by: "workflow",
      at,
      problem: passed ? undefined : "GET /\nanswers 502",
    });
  const promoted = () => copier.digestOf(`${production.host}/${repository}:v2.1`);

  beforeAll(async () => {
    crane = await ensureTool(nodeCatalog().crane, { report: () => undefined });
    const tool = await ensureTool(regctl(), { report: () => undefined });
    const ports = await freePorts(2);
    servers = await Promise.all(ports.map((port) => startRegistry(crane, port)));
    [staging, production] = (await Promise.all(ports.map((port) => Gate.before(port)))) as [Gate, Gate];
    copier = new Copier({ tool, logins: {}, say: (line) => said.push(line), firstWaitMs: 10 });
  }, 600_000);
  beforeEach(async () => {
    said = [];
    round += 1;
    repository = `frontend-${round}`;
    const name = `${staging.host}/${repository}`;
    const parts = await Promise.all(
      ["amd64", "arm64"].map((arch) => make(`${name}:${arch}`, `${arch}-${round}`, `linux/${arch}`)),
    );
    const index = parts.flatMap((part) => ["--manifest", `${name}@${part}`]);
    await run("index", "append", ...index, "--tag", `${name}:v2.1`);
    digest = await run("digest", `${name}:v2.1`);
    await copier.attach(`${name}@${digest}`, { type: SBOM, annotations: { of: "app" } }, AT);
  });
  afterAll(async () => {
    copier.close();
    staging.close();
    production.close();
    for (const server of servers) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("as it was tested: the same digest, with all platforms and all that is attached, and who did it when", async () => {
    await tested(true);
    expect(await promoteImage(args())).toEqual({ digest, what: "copied" });

    const there = `${production.host}/${repository}`;
    expect(await promoted()).toBe(digest);
    const index = JSON.parse(await run("manifest", `${there}:v2.1`)) as {
      manifests: { digest: string; platform: { architecture: string } }[];
    };
    expect(index.manifests.map(({ platform }) => platform.architecture).sort()).toEqual(["amd64", "arm64"]);
    for (const part of index.manifests) {
      expect(await run("validate", "--remote", `${there}@${part.digest}`)).toContain("PASS");
    }
    expect(await copier.attached(`${there}@${digest}`, SBOM)).toMatchObject([{ annotations: { of: "app" } }]);
    expect(await smokeRecordOf(copier, `${there}@${digest}`, "staging")).toMatchObject({ passed: true });
    expect(await promotionRecordOf(copier, `${there}@${digest}`, "production")).toMatchObject({
      from: "staging",
      to: "production",
      tag: "v2.1",
      by: "anna",
      at: AT,
      emergency: undefined,
    });
  });

  it("once: another run finds it there, and the record stays as it was", async () => {
    await tested(true);
    await promoteImage(args());
    production.seen = [];
    expect(await promoteImage({ ...args(), by: "berta" })).toEqual({ digest, what: "there" });
    expect(production.seen.filter((line) => !/^(HEAD|GET) /.test(line))).toEqual([]);
    const image = `${production.host}/${repository}@${digest}`;
    expect(await promotionRecordOf(copier, image, "production")).toMatchObject({ by: "anna" });
  });

  it("not if staging has not run it, nor if its newest smoke test failed, and then nothing is sent", async () => {
    await expect(promoteImage(args())).rejects.toThrow(
      `staging has not run frontend v2.1 (${digest}) with a smoke test; bring it in there, and test it: npx thoughts smoke staging frontend --context NAME --record.`,
    );
    await tested(true);
    await tested(false, "2026-11-30T09:00:00Z");
    await expect(promoteImage(args())).rejects.toThrow(
      "the smoke test of frontend v2.1 in staging failed on 2026-11-30T09:00:00Z: GET / answers 502. Mend it",
    );
    expect(await promoted()).toBeUndefined();
    await tested(true, "2026-11-30T09:30:00Z");
    expect(await promoteImage(args())).toMatchObject({ what: "copied" });
  });

  it("not if the stacks' files name another content by that tag, and then nothing is sent", async () => {
    await tested(true);
    const check = (content: string) => {
      throw new Error(`${content} is not what ran`);
    };
    await expect(promoteImage({ ...args(), check })).rejects.toThrow(`${digest} is not what ran`);
    expect(await promoted()).toBeUndefined();
  });

  it("for good: a test that fails later, in staging, is no reason to take it away from production", async () => {
    await tested(true);
    await promoteImage(args());
    await tested(false, "2026-11-30T09:00:00Z");
    expect(await promoteImage(args())).toEqual({ digest, what: "there" });
  });

  it("not if the release names another digest", async () => {
    await tested(true);
    const other = `sha256:${"0".repeat(64)}`;
    await expect(promoteImage({ ...args(), digest: other })).rejects.toThrow(
      `${repository}:v2.1 in the registry of staging is ${digest}, and the release of production names ${other}`,
    );
    expect(await promoted()).toBeUndefined();
  });

  it("not by what another environment has tested", async () => {
    await tested(true);
    await expect(promoteImage({ ...args(), from: { stack: "demo-anna", registry: staging.host } })).rejects.toThrow(
      "demo-anna has not run frontend v2.1",
    );
  });

  it("never over a tag that has another content", async () => {
    await tested(true);
    const other = await make(`${production.host}/${repository}:v2.1`, `other-${round}`);
    await expect(promoteImage(args())).rejects.toThrow(
      `${production.host}/${repository}:v2.1 is ${other}, and that of staging is ${digest}; a tag is never overwritten.`,
    );
    expect(await promoted()).toBe(other);
  });

  it("in an emergency without a test, which is written down with its reason and its end", async () => {
    await promoteImage({ ...args(), emergency: { reason: "logins fail", until: "2026-12-07" } });
    const image = `${production.host}/${repository}@${digest}`;
    expect(await promotionRecordOf(copier, image, "production")).toMatchObject({
      emergency: "logins fail",
      until: "2026-12-07",
    });
  });

  it.each([
    ["too many requests", status(429)],
    ["a server that fails", status(500)],
    ["a cut connection", reset],
  ])("through %s, or it says so, and another run ends it", async (_, fault) => {
    await tested(true);
    production.faults = Array.from({ length: 3 }, () => fault);
    await promoteImage(args()).catch((error: unknown) => {
      expect((error as Error).message).toMatch(/run this again later|the next run goes on from it/);
    });
    production.faults = [];
    expect(await promoteImage(args())).toMatchObject({ digest });
    const image = `${production.host}/${repository}@${digest}`;
    expect(await promotionRecordOf(copier, image, "production")).toMatchObject({ by: "anna" });
  });

  it("not at all if no registry has it", async () => {
    await expect(promoteImage({ ...args(), tag: "v9" })).rejects.toThrow(
      `${repository}:v9 is not in the registry of staging (${staging.host}); bring it there: npx thoughts images push staging.`,
    );
  });
});
