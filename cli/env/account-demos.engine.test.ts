// In the place of an account: a file backend, which the engine works on as on a bucket, and an embedded cluster with simulated
// nodes. The demos are the real program's, and nothing of this clone's environment is asked.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineFor } from "../../engine/pulumi/engine";
import { ensureTools } from "../../engine/toolchain/ensure";
import { Clone } from "../testing/clone";
import { AccountDemos } from "./account-demos";
import { accountList } from "./account-list";
import { pruned } from "./account-run";

const NOW = new Date();
const PAST = "2026-01-01T00:00:00Z";

describe("demos whose states are with that of their source", () => {
  const clone = new Clone();
  const folder = mkdtempSync(join(tmpdir(), "thoughts-demos-"));
  let demos: AccountDemos;

  const fileOf = (name: string) => `Pulumi.${name}.yaml`;
  const namespaces = () => clone.kubectl("get", "namespaces", "-o", "name");
  /** As a machine that knows nothing of a demo. */
  const forget = (name: string) => {
    rmSync(clone.path(fileOf(name)));
  };
  const prune = (dryRun: boolean) => pruned(demos, { source: "local", dryRun, now: NOW });

  beforeAll(async () => {
    const { code, text } = await clone.thoughts("up");
    expect(code, text).toBe(0);
    const made = await clone.thoughts("env", "clone", "local", "demo-kept", "--owner", "shop", "--ttl", "2h");
    expect(made.code, made.text).toBe(0);
    const tools = await ensureTools({ report: () => undefined });
    const engine = await engineFor({
      root: clone.folder,
      folder,
      pulumi: tools.pulumi,
      plugins: { kubernetes: { kind: "tool", tool: tools["pulumi-kubernetes"] } },
      environment: {
        KUBECONFIG: clone.path(".sandbox", "cluster", "kubeconfig"),
        PULUMI_CONFIG_PASSPHRASE_FILE: clone.path(".sandbox", "pulumi", "passphrase"),
      },
    });
    demos = new AccountDemos({
      source: "local",
      root: clone.folder,
      backend: { url: `file://${clone.path(".sandbox", "pulumi", "state")}`, secretsProvider: "passphrase" },
      engine,
      logOf: (name) => join(folder, `${name}.log`),
      say: () => undefined,
    });
  });
  afterAll(async () => {
    await clone.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are made from their files, and made anew from a file that another machine has written", async () => {
    const text = clone.read(fileOf("demo-kept"));
    clone.write(fileOf("demo-old"), text.replaceAll(/(created|changed): .*/g, `$1: "${PAST}"`));
    const { outputs, changes } = await demos.up("demo-old");
    expect(changes.length).toBeGreaterThan(50);
    expect(outputs.urls?.value).toMatchObject({ frontend: "http://frontend.demo-old.example.local" });
    clone.write(fileOf("demo-old"), text.replaceAll(/(created|changed): .*/g, `$1: "${PAST}"`));
    expect((await demos.up("demo-old")).changes).toEqual([]);
  });

  it("are known by their states, with when they were made and when they end", async () => {
    forget("demo-old");
    forget("demo-kept");
    expect(await demos.names()).toEqual(["demo-kept", "demo-old"]);
    const old = { created: new Date(PAST), expires: new Date("2026-01-01T02:00:00Z") };
    expect(await demos.find("demo-old")).toMatchObject(old);
    expect((await demos.find("demo-kept")).expires?.getTime()).toBeGreaterThan(NOW.getTime());
    const nothing = { owner: undefined, scope: undefined, follows: undefined, url: undefined };
    expect(await demos.find("demo-none")).toEqual({
      ...{ name: "demo-none", state: "not complete", created: undefined, expires: undefined },
      ...nothing,
    });
  });

  it("are listed by their states: whose, when they end, whether they are up, and where", async () => {
    const lines = accountList(await demos.all(), NOW);
    expect(lines).toEqual([
      expect.stringMatching(/^demo-kept {2}shop {2}up +\d.* old +ends in .*$/),
      "  http://frontend.demo-kept.example.local",
      "  not said",
      expect.stringMatching(/^demo-old {3}shop {2}up +\d+ days old +ended \d+ days ago$/),
      "  http://frontend.demo-old.example.local",
      "  not said",
    ]);
  });

  it("are pruned once they have ended, without a file of theirs, and nothing of them stays", async () => {
    expect(await prune(true)).toEqual([expect.stringMatching(/^demo-old ended \d+ days ago; it would be removed\.$/)]);
    expect(await namespaces()).toContain("namespace/demo-old");
    expect(await prune(false)).toEqual([expect.stringMatching(/^demo-old ended \d+ days ago; it is removed\.$/)]);
    expect(await namespaces()).not.toContain("demo-old");
    expect(await namespaces()).toContain("namespace/demo-kept");
    expect(await demos.names()).toEqual(["demo-kept"]);
    expect(existsSync(clone.path(fileOf("demo-old")))).toBe(false);
    expect(await prune(false)).toEqual(["No demo has ended."]);
  });

  it("are removed by their name, whatever is known of them", async () => {
    await demos.remove("demo-kept");
    expect(await namespaces()).not.toContain("demo-kept");
    expect(await demos.names()).toEqual([]);
  });
});
