import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Clone } from "./testing/clone";
import { killed, kills } from "./testing/kill";

/** The same moments and targets in each run of this test; another seed gives others. */
const SEED = 20_261_130;

/** Of each kind of command. More are asked for by hand. */
const KILLS = Number(process.env.THOUGHTS_DEMO_KILLS ?? 4);

const NAME = "demo-anna";
const CLONE = ["env", "clone", "local", NAME];
const DESTROY = ["env", "destroy", NAME];

/** A removal runs no program. */
const DESTROYERS = ["command", "engine", "a plugin"] as const;

describe("a demo whose commands are killed", { timeout: 100_000 + KILLS * 120_000 }, () => {
  let clone: Clone;

  beforeAll(async () => {
    clone = new Clone();
    const { code, text } = await clone.thoughts("up");
    expect(code, text).toBe(0);
  });
  afterAll(() => clone.remove());

  const gone = async () => {
    // A volume is deleted after its claim, by who has made it.
    const inCluster = () => clone.kubectl("get", "namespaces,persistentvolumes", "-o", "yaml");
    await expect.poll(inCluster).not.toContain(NAME);
  };

  /** Files and folders of the demo, wherever they are in the clone. */
  const files = () =>
    [
      ...readdirSync(clone.folder),
      ...readdirSync(clone.path(".sandbox"), { recursive: true, encoding: "utf8" }),
    ].filter((file) => file.includes(NAME));

  it(`is whole after ${KILLS} kills while it was made, by the same command`, async () => {
    const hits: string[] = [];
    for (const [turn, kill] of kills(SEED, KILLS).entries()) {
      hits.push(await killed(clone, [...CLONE, "--set", `services.frontend.image.tag=v1${turn}.0`], kill));
    }
    console.log(`kills: ${hits.join(", ")}`);
    expect(hits.filter((hit) => !hit.startsWith("none"))).not.toEqual([]);
    const { code, text } = await clone.thoughts(...CLONE, "--set", "services.frontend.image.tag=v3.8");
    expect(code, text).toBe(0);
    expect(text).toContain("6 of 6 workloads are ready");
    const images = await clone.kubectl("-n", NAME, "get", "deployments", "-o", "yaml");
    expect(images).toContain("frontend:v3.8");
    expect(images).not.toMatch(/frontend:v1\d\.0/);
  });

  it(`is gone without a trace after ${KILLS} kills while it was removed, by the same command`, async () => {
    const hits: string[] = [];
    for (const kill of kills(SEED + 1, KILLS, DESTROYERS)) {
      if (!existsSync(clone.path(`Pulumi.${NAME}.yaml`)) && files().length === 0) {
        expect(await clone.thoughts(...CLONE)).toMatchObject({ code: 0 });
      }
      hits.push(await killed(clone, DESTROY, kill));
    }
    console.log(`kills: ${hits.join(", ")}`);
    expect(hits.filter((hit) => !hit.startsWith("none"))).not.toEqual([]);
    if (files().length > 0) {
      const { code, text } = await clone.thoughts(...DESTROY);
      expect(code, text).toBe(0);
    }
    expect(files()).toEqual([]);
    await gone();
  });

  it("that was made in part is removed as a whole", async () => {
    const [kill = { target: "engine", milliseconds: 1_500 } as const] = kills(SEED + 2, 2).slice(1);
    await killed(clone, CLONE, kill);
    const { code, text } = await clone.thoughts(...DESTROY);
    expect(code, text).toBe(0);
    expect(files()).toEqual([]);
    await gone();
  });

  it("leaves its source as it was, and no engine, program or plugin running", async () => {
    expect((await clone.thoughts("up")).text).toContain("nothing to change, 118 resources");
    await vi.waitUntil(async () => (await clone.helpers()).length === 0, { timeout: 10_000 });
  });
});
