import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { processesIn } from "../engine/pulumi/leftovers";
import { stateFile } from "../engine/pulumi/state";
import { ensureTools } from "../engine/toolchain/ensure";
import type { Tools } from "../engine/toolchain/tool";
import { Cloud } from "../sandbox/providers/aws/cloud";
import { standIn } from "../sandbox/providers/plugins";
import { stateBackendOf, readAccount } from "./bootstrap/account";
import { AccountStack } from "./bootstrap/account-stack";
import { nextText } from "./bootstrap/next";
import { Clone } from "./testing/clone";

const STACK = "bootstrap-staging";
/** What the program makes, with its components. */
const MADE = 47;

interface State {
  readonly resources: readonly { readonly urn: string; readonly id?: string }[];
  readonly pending_operations?: readonly unknown[];
  readonly secrets_providers: { readonly state: { readonly salt: string } };
}

/** What people write into the settings first. */
function writeOwnValues(clone: Clone): void {
  clone.edit(`Pulumi.${STACK}.yaml`, "111111111111", "123456789012");
  clone.edit(`Pulumi.${STACK}.yaml`, "staging.thoughts.example.com", "staging.thoughts.test");
  clone.edit(`Pulumi.${STACK}.yaml`, "example/thoughts", "acme/thoughts");
}

/** A clone with its own values, and what takes the place of an account: the bucket and its key are another folder. */
class Setup {
  readonly clone = new Clone();
  readonly folder = this.clone.path(".bootstrap", "staging");
  readonly #elsewhere = mkdtempSync(join(tmpdir(), "thoughts-account-"));
  readonly backend = join(this.#elsewhere, "backend");
  readonly #cloud = join(this.#elsewhere, "cloud");

  constructor(private readonly tools: Tools) {
    writeOwnValues(this.clone);
    mkdirSync(this.#cloud);
  }

  account(variables: Readonly<Record<string, string>> = {}): AccountStack {
    return new AccountStack({
      root: this.clone.folder,
      folder: this.folder,
      environment: "staging",
      backend: { url: `file://${this.backend}`, secretsProvider: "passphrase" },
      tool: () => Promise.resolve(this.tools.pulumi),
      plugins: {
        aws: standIn("aws"),
        eks: standIn("eks"),
        kubernetes: { kind: "tool", tool: this.tools["pulumi-kubernetes"] },
      },
      variables: { AWS_STAND_IN_CLOUD: this.#cloud, PULUMI_CONFIG_PASSPHRASE: "of the backend", ...variables },
    });
  }

  /** A run as the command makes it. @param before the step before which it is interrupted. @returns what it said */
  async run(before?: string): Promise<{ readonly said: readonly string[]; readonly outputs: OutputMap }> {
    const stack = this.account();
    const said: string[] = [];
    for (const steps of [() => stack.prepare(), () => stack.finish()]) {
      for (const step of steps()) {
        if (step.title === before) {
          return { said, outputs: {} };
        }
        said.push(await step.run(() => undefined));
        if (step.title === "Up") {
          // Its bucket is there from here on.
          mkdirSync(this.backend, { recursive: true });
        }
      }
    }
    const outputs = await stack.outputs();
    await stack.leave();
    return { said, outputs };
  }

  /** A run to which nobody agrees. */
  async decline(): Promise<void> {
    const stack = this.account();
    for (const step of stack.prepare()) {
      await step.run(() => undefined);
    }
    await stack.leave();
  }

  /** The state in the file, before it moves. */
  get file(): string {
    return stateFile(join(this.folder, "state"), STACK);
  }

  get stateInBackend(): string {
    return stateFile(this.backend, STACK);
  }

  things(): readonly string[] {
    const all = new Cloud(this.#cloud).all();
    return all.map(({ type, id }) => `${type} ${id}`).sort();
  }

  settings(): string {
    return this.clone.read(`Pulumi.${STACK}.yaml`);
  }

  /** Moved whole, and nothing left of the way there. */
  expectMoved(): void {
    expect(existsSync(this.folder)).toBe(false);
    const { resources, secrets_providers } = stateIn(this.stateInBackend);
    // The stack itself is in the state too.
    expect(resources).toHaveLength(MADE + 1);
    expect(this.settings()).toContain(`encryptionsalt: ${secrets_providers.state.salt}`);
  }

  async remove(): Promise<void> {
    await this.clone.remove();
    rmSync(this.#elsewhere, { recursive: true, force: true });
  }
}

function stateIn(file: string): State {
  return (JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest: State } }).checkpoint.latest;
}

describe("an account", { timeout: 300_000 }, () => {
  let tools: Tools;
  let setup: Setup;

  beforeAll(async () => {
    tools = await ensureTools({ report: () => undefined });
  });
  beforeEach(() => {
    setup = new Setup(tools);
  });
  afterEach(() => setup.remove());

  it("is made by one run, and its state moves", async () => {
    const { said, outputs } = await setup.run();
    expect(said).toEqual([
      "Look: nothing of the account for staging is there yet",
      `Preview: ${MADE} create`,
      `Up: ${MADE} create`,
      `The stack is in file://${setup.backend}`,
      `Moved: ${MADE + 1} resources`,
      `Check: nothing to change, ${MADE} resources are as they should be`,
      "The file is removed",
    ]);
    setup.expectMoved();

    const settings = readAccount(setup.clone.folder, "staging");
    const own = stateBackendOf("staging", settings);
    expect(own).toEqual({
      url: outputs.backend?.value as string,
      secretsProvider: outputs.secretsProvider?.value as string,
    });
    console.log(nextText({ environment: "staging", settings, backend: own, outputs }));
  });

  it("whose engine was killed while it made things is carried on", async () => {
    const slow = [{ type: "aws:route53/zone:Zone", fault: { kind: "slow", seconds: 120 } }];
    const stack = setup.account({ AWS_STAND_IN_FAULTS: JSON.stringify(slow) });
    for (const step of stack.prepare()) {
      await step.run(() => undefined);
    }
    const [up] = stack.finish();
    const ended = expect(up?.run(() => undefined)).rejects.toThrow("pulumi up failed");
    // Everything else is made and written down; AWS is still at the zone.
    let quiet = 0;
    await vi.waitFor(
      () => {
        const { pending_operations: under = [] } = stateIn(setup.file);
        quiet = under.length === 1 ? quiet + 1 : 0;
        expect(quiet).toBe(10);
      },
      { timeout: 120_000, interval: 200 },
    );
    processesIn(setup.folder).forEach((pid) => process.kill(pid, "SIGKILL"));
    await ended;
    const settings = setup.settings();
    const { said } = await setup.run("Preview");
    expect(said).toEqual([
      expect.stringMatching(/an earlier run was interrupted, \d+ resources are in its file; it was making 1 more/),
    ]);
    expect(setup.settings()).toBe(settings);
    await setup.run();
    setup.expectMoved();
    expect(setup.things().filter((thing) => thing.startsWith("aws:route53/zone"))).toHaveLength(1);
  });

  it("whose states are there without its own is not made anew", async () => {
    mkdirSync(setup.backend);
    await expect(setup.run()).rejects.toThrow(
      /is there, but stack bootstrap-staging is neither in it nor in .*nothing was changed/,
    );
    expect(setup.things()).toEqual([]);
  });
});

describe("an account that is interrupted after every step", { timeout: 300_000 }, () => {
  let setup: Setup;
  let untouched: string;
  /** What there is in the account once it was made. */
  let made: readonly string[];

  beforeAll(async () => {
    setup = new Setup(await ensureTools({ report: () => undefined }));
    untouched = setup.settings();
  });
  afterAll(() => setup.remove());

  it("leaves nothing behind when nobody agrees to it", async () => {
    await setup.decline();
    expect([existsSync(setup.folder), setup.things()]).toEqual([false, []]);
  });

  it("keeps its state in a file with no secret in it, until somebody agrees to move it", async () => {
    await setup.run("Make the stack in its bucket");
    made = setup.things();
    expect(readFileSync(setup.file, "utf8")).not.toMatch(/ciphertext|4dabf18193072939515e22adb298388d/);
    await setup.decline();
    expect(stateIn(setup.file).resources).toHaveLength(MADE + 1);
  });

  it("is carried on from that file to a stack in its bucket, and nothing is made twice", async () => {
    const { said } = await setup.run("Move the state");
    expect(said.slice(0, 2)).toEqual([
      `Look: an earlier run was interrupted, ${MADE + 1} resources are in its file`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
    ]);
    expect(said.at(-1)).toBe(`The stack is in file://${setup.backend}`);
    expect(setup.things()).toEqual(made);
  });

  it("is carried on with that stack empty and its settings restored: the state moves", async () => {
    setup.clone.write(`Pulumi.${STACK}.yaml`, untouched);
    const { said } = await setup.run("Check");
    expect(said).toContain(`Moved: ${MADE + 1} resources`);
    expect(setup.things()).toEqual(made);
  });

  it("with two states that differ is left as it is", async () => {
    const moved = readFileSync(setup.stateInBackend, "utf8");
    const [first] = stateIn(setup.stateInBackend).resources.filter(({ id }) => id !== undefined);
    writeFileSync(setup.stateInBackend, moved.replaceAll(JSON.stringify(first?.id), '"another"'));
    await expect(setup.run()).rejects.toThrow(/have different states of stack bootstrap-staging/);
    expect(existsSync(setup.file)).toBe(true);
    writeFileSync(setup.stateInBackend, moved);
  });

  it("loses nothing but the file when its state had moved", async () => {
    const { said } = await setup.run();
    expect(said).toEqual([
      `Look: the state has moved to file://${setup.backend}, and the file is still there`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
      "The file is removed",
    ]);
    setup.expectMoved();
    expect(setup.things()).toEqual(made);
  });

  it("is not changed by another run", async () => {
    const settings = setup.settings();
    const { said } = await setup.run();
    expect(said).toEqual([
      `Look: the state is in file://${setup.backend}`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
    ]);
    setup.expectMoved();
    expect([setup.things(), setup.settings()]).toEqual([made, settings]);
  });
});

describe("the command", () => {
  let clone: Clone;
  beforeAll(() => {
    clone = new Clone();
  });
  afterAll(() => clone.remove());

  it("refuses, before anything is made, all that preflight refuses", async () => {
    // Nobody is logged in.
    const none = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
    Object.assign(clone.environment, none, { AWS_ACCESS_KEY_ID: "", AWS_EC2_METADATA_DISABLED: "true" });
    for (const [environment, account] of [
      ["staging", "111111111111"],
      ["production", "222222222222"],
    ] as const) {
      const { code, text } = await clone.thoughts("bootstrap", environment, "--yes");
      expect(code).toBe(1);
      expect(text).toMatch(/Preflight \[FAILED: see below\]/);
      expect(text).toContain(`stack bootstrap-${environment} would not come up; nothing was changed.\n`);
      const file = `Pulumi.bootstrap-${environment}.yaml`;
      expect(text).toContain(`${file}:3  thoughts:account: "${account}" has the number of an example account`);
      expect(text).toContain(`${file}:7  thoughts:repository: "example/thoughts" is an example repository`);
      expect(text).toContain("the account was not asked: asking AWS who you are: no credentials for AWS were found");
      expect(text).not.toMatch(/^\s+at /m);
    }
    expect(existsSync(clone.path(".bootstrap"))).toBe(false);
  });

  it("refuses to change anything where nobody can be asked", async () => {
    writeOwnValues(clone);
    const { code, text } = await clone.thoughts("bootstrap", "staging");
    expect({ code, text: text.trim() }).toEqual({
      code: 1,
      text: "bootstrap asks before it changes account 123456789012, and nobody is here to answer; say yes with --yes.",
    });
    expect(existsSync(clone.path(".bootstrap"))).toBe(false);
  });
});
