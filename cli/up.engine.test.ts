import { execFile, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse, stringify } from "yaml";
import { ensureTools } from "../sandbox/toolchain/ensure";
import { testCluster, type TestCluster } from "../sandbox/control-plane/test-cluster";

const ROOT = join(__dirname, "..");

/** What a run printed, and how it ended. */
interface Run {
  readonly code: number;
  readonly text: string;
}

describe("the thoughts command in a clone of its own", () => {
  let clone = "";

  beforeAll(() => {
    clone = newClone();
  });
  afterAll(async () => {
    await thoughts(clone, ["down"]);
    rmSync(clone, { recursive: true, force: true });
  });

  it("has nothing up at first, and says what to type", async () => {
    expect(await thoughts(clone, ["status"])).toEqual({
      code: 0,
      text: "Nothing is up in this clone. Start it with: npm run up\n",
    });
  });

  it("refuses staging, and says the line to use", async () => {
    const { code, text } = await thoughts(clone, ["up", "staging"]);
    expect(code).toBe(1);
    expect(text).toContain("pulumi up -s staging");
    expect(text).not.toContain("    at ");
  });

  it("refuses bad settings with all their problems, no stack trace, and nothing made", async () => {
    const file = join(clone, "Pulumi.local.yaml");
    const good = readFileSync(file, "utf8");
    const bad = parse(good) as { config: Record<string, unknown> };
    writeFileSync(file, stringify({ config: { ...bad.config, "thoughts:domain": "Not A Domain", "aws:region": "x" } }));
    const { code, text } = await thoughts(clone, ["up"]);
    writeFileSync(file, good);

    expect(code).toBe(1);
    expect(text).toContain('thoughts:domain: "Not A Domain" is not allowed; write a lower-case DNS name');
    expect(text).toContain("aws:region: nothing reads this key");
    expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect(await objects(clone, "namespaces", "example")).toEqual([]);
  });

  it("stops at a policy that is broken, and says which", async () => {
    const file = join(clone, "policies", "rules", "image-version.ts");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, good.replace('tag !== "latest"', 'tag !== "v3.7"'));
    const { code, text } = await thoughts(clone, ["up"]);
    writeFileSync(file, good);

    expect(code).toBe(1);
    expect(text).toContain("image-version: ");
    expect(text).toContain('the image "registry.example.local/frontend:v3.7", which names no version');
    expect(await objects(clone, "deployments")).not.toContain("deployment.apps/frontend");
  });

  it("killed at any moment, is completed by the next run", { timeout: 300_000 }, async () => {
    for (const delay of [3_500, 6_500]) {
      await killedAfter(clone, delay);
    }
    await vi.waitUntil(async () => (await helpersOf(clone)).length === 0, { timeout: 10_000 });
    const { code, text } = await thoughts(clone, ["up"]);

    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining("local is up after") as string });
    const { resources, pending_operations: pending = [] } = state(clone);
    expect(pending).toEqual([]);
    expect(new Set(resources.map(({ urn }) => urn)).size).toBe(resources.length);
    expect(await objects(clone, "deployments,statefulsets")).toEqual([
      "deployment.apps/frontend",
      "deployment.apps/thoughts-backend",
      "deployment.apps/users-backend",
      "statefulset.apps/thoughts-backend-db",
      "statefulset.apps/users-backend-db",
    ]);
    expect(await objects(clone, "secrets")).toHaveLength(1);
  });

  it("run again, changes nothing and says so", async () => {
    const { text } = await thoughts(clone, ["up"]);
    expect(text).toContain("nothing to change, 31 resources are as they should be");
  });

  it("says how to look in a line that works as printed", async () => {
    const { text } = await thoughts(clone, ["status"]);
    const line = /^ {2}(\S*kubectl .*)$/m.exec(text)?.[1] ?? "";
    const { stdout } = await promisify(execFile)("sh", ["-c", line], { cwd: clone });
    expect(stdout).toMatch(/frontend-\S+ +1\/1 +Running/);
  });

  it("keeps no secret in the clear in the state or in what the engine said", async () => {
    const saved = readFileSync(stateFile(clone), "utf8");
    const password = (
      await kubectl(clone, ["get", "secrets", "-o", "jsonpath={.items[0].data.postgres-password}"])
    ).trim();
    expect(password).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(saved).not.toContain(password);
    expect(saved).not.toContain(Buffer.from(password, "base64").toString());
    expect(saved).not.toContain("PRIVATE KEY-----\\nMII");
  });

  it("leaves the stack's file as it was committed", () => {
    expect(readFileSync(join(clone, "Pulumi.local.yaml"), "utf8")).toBe(
      readFileSync(join(ROOT, "Pulumi.local.yaml"), "utf8"),
    );
  });

  it("down removes all of it", async () => {
    expect((await thoughts(clone, ["down"])).code).toBe(0);
    expect(existsSync(join(clone, ".sandbox"))).toBe(false);
  });
});

describe("a cluster of one's own", () => {
  let clone = "";
  let own: TestCluster;

  beforeAll(async () => {
    clone = newClone();
    own = await testCluster();
  });
  afterAll(async () => {
    await thoughts(clone, ["down"]);
    await own.stop();
    rmSync(clone, { recursive: true, force: true });
  });

  it("is not touched unless its context is named", async () => {
    const { code, text } = await thoughts(clone, ["up", "--kubeconfig", own.kubeconfig]);
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringContaining("--kubeconfig needs --context NAME") as string,
    });
  });

  it("gets the environment, and is left by down as it was", async () => {
    const up = await thoughts(clone, ["up", "--kubeconfig", own.kubeconfig, "--context", own.context]);
    expect(up).toMatchObject({ code: 0, text: expect.stringContaining("frontend") as string });
    expect(existsSync(join(clone, ".sandbox", "cluster"))).toBe(false);

    expect(await thoughts(clone, ["down"])).toMatchObject({ code: 0 });

    const { stdout } = await promisify(execFile)(await kubectlProgram(), [
      "--kubeconfig",
      own.kubeconfig,
      "get",
      "ns",
      "-o",
      "name",
    ]);
    expect(stdout).not.toContain("example");
  });
});

function newClone(): string {
  const clone = mkdtempSync(join(tmpdir(), "thoughts-clone-"));
  for (const entry of readdirSync(ROOT).filter((name) => !["node_modules", ".sandbox", ".git"].includes(name))) {
    cpSync(join(ROOT, entry), join(clone, entry), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  return clone;
}

async function thoughts(clone: string, args: readonly string[]): Promise<Run> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["cli/thoughts.mjs", ...args], { cwd: clone });
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, text: stdout + stderr };
  }
}

/** Starts `up` and kills it with all its helpers: engine, program and plugin. The cluster is not among them. */
async function killedAfter(clone: string, milliseconds: number): Promise<void> {
  const run = spawn(process.execPath, ["cli/thoughts.mjs", "up"], { cwd: clone, detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => run.once("exit", resolve));
  await sleep(milliseconds);
  process.kill(-(run.pid ?? 0), "SIGKILL");
  await ended;
}

/** The command lines of engines, programs, plugins and policy packs of this clone; the cluster's are not among them. */
async function helpersOf(clone: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "args"], { maxBuffer: 16 * 1024 * 1024 });
  return stdout
    .split("\n")
    .filter((line) => line.includes(clone) && !line.includes(join(clone, ".sandbox", "cluster")));
}

async function kubectl(clone: string, args: readonly string[]): Promise<string> {
  const kubeconfig = join(clone, ".sandbox", "cluster", "kubeconfig");
  return (await promisify(execFile)(await kubectlProgram(), ["--kubeconfig", kubeconfig, "-n", "example", ...args]))
    .stdout;
}

async function kubectlProgram(): Promise<string> {
  const { kubernetes } = await ensureTools({ report: () => undefined });
  return join(kubernetes.folder, "kubectl");
}

async function objects(clone: string, kinds: string, name = ""): Promise<readonly string[]> {
  const found = await kubectl(clone, ["get", kinds, "-o", "name"]);
  return found.split("\n").filter((line) => line !== "" && line.endsWith(name));
}

function stateFile(clone: string): string {
  return join(clone, ".sandbox", "pulumi", "state", ".pulumi", "stacks", "thoughts", "local.json");
}

interface State {
  readonly resources: readonly { readonly urn: string }[];
  readonly pending_operations?: readonly unknown[];
}

function state(clone: string): State {
  const { checkpoint } = JSON.parse(readFileSync(stateFile(clone), "utf8")) as { checkpoint: { latest: State } };
  return checkpoint.latest;
}
