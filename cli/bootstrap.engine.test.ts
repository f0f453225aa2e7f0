import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { processesIn } from "../sandbox/engine/leftovers";
import { stateFile } from "../sandbox/engine/workspace";
import { Cloud } from "../sandbox/providers/aws/cloud";
import { ensureEngine } from "../sandbox/toolchain/ensure";
import type { Tool } from "../sandbox/toolchain/tool";
import { homeOf, readAccount } from "./bootstrap/account";
import { AccountStack } from "./bootstrap/account-stack";
import { nextText } from "./bootstrap/next";
import { Clone } from "./testing/clone";

const STACK = "bootstrap-staging";
/** What the program makes, with its components. */
const MADE = 40;

interface State {
  readonly resources: readonly { readonly urn: string; readonly id?: string }[];
  readonly pending_operations?: readonly unknown[];
  readonly secrets_providers: { readonly state: { readonly salt: string } };
}

/** Everything but the bucket and the key: the home is another folder, with a passphrase of its own. */
describe("an account", { timeout: 300_000 }, () => {
  let pulumi: Tool;
  let clone: Clone;
  let elsewhere: string;
  let home: string;
  let cloud: Cloud;

  beforeAll(async () => {
    pulumi = await ensureEngine({ report: () => undefined });
  });
  beforeEach(() => {
    clone = new Clone();
    clone.edit(`Pulumi.${STACK}.yaml`, "111111111111", "123456789012");
    clone.edit(`Pulumi.${STACK}.yaml`, "staging.thoughts.example.com", "staging.thoughts.test");
    clone.edit(`Pulumi.${STACK}.yaml`, "example/thoughts", "acme/thoughts");
    elsewhere = mkdtempSync(join(tmpdir(), "thoughts-account-"));
    home = join(elsewhere, "home");
    cloud = new Cloud(join(elsewhere, "cloud"));
    mkdirSync(join(elsewhere, "cloud"));
  });
  afterEach(async () => {
    await clone.remove();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  const folder = () => clone.path(".bootstrap", "staging");

  const account = (variables: Readonly<Record<string, string>> = {}) =>
    new AccountStack({
      root: clone.folder,
      folder: folder(),
      environment: "staging",
      home: { backend: `file://${home}`, secretsProvider: "passphrase" },
      tool: () => Promise.resolve(pulumi),
      plugins: { aws: "stand-in", eks: "stand-in", kubernetes: "official or stand-in" },
      variables: {
        AWS_STAND_IN_CLOUD: join(elsewhere, "cloud"),
        PULUMI_CONFIG_PASSPHRASE: "of the home",
        ...variables,
      },
    });

  /** A run as the command makes it. @param before the step before which it is interrupted. @returns what it said */
  const run = async (before?: string) => {
    const stack = account();
    const said: string[] = [];
    for (const steps of [() => stack.prepare(), () => stack.finish()]) {
      for (const step of steps()) {
        if (step.title === before) {
          return { said, outputs: {} };
        }
        said.push(await step.run(() => undefined));
        if (step.title === "Up") {
          // Its bucket is there from here on.
          mkdirSync(home, { recursive: true });
        }
      }
    }
    const outputs = await stack.outputs();
    await stack.leave();
    return { said, outputs };
  };

  const stateIn = (backend: string) => readFileSync(stateFile(backend, STACK), "utf8");
  const stateAt = (backend: string) =>
    (JSON.parse(stateIn(backend)) as { checkpoint: { latest: State } }).checkpoint.latest;
  const things = () =>
    cloud
      .all()
      .map(({ type, id }) => `${type} ${id}`)
      .sort();

  /** Moved whole, and nothing left of the way there. */
  const itMoved = () => {
    expect(existsSync(folder())).toBe(false);
    // The stack itself is in the state too.
    const { resources, secrets_providers } = stateAt(home);
    expect(resources).toHaveLength(MADE + 1);
    expect(clone.read(`Pulumi.${STACK}.yaml`)).toContain(`encryptionsalt: ${secrets_providers.state.salt}`);
  };

  it("is made, and its state moves; run again, nothing changes", async () => {
    const first = await run();
    expect(first.said).toEqual([
      "Look: nothing of the account for staging is there yet",
      `Preview: ${MADE} create`,
      `Up: ${MADE} create`,
      `The stack is in file://${home}`,
      `Moved: ${MADE + 1} resources`,
      `Check: nothing to change, ${MADE} resources are as they should be`,
      "The file is removed",
    ]);
    itMoved();
    const made = things();
    const file = clone.read(`Pulumi.${STACK}.yaml`);
    expect(file).toMatch(/^encryptionsalt: v1:/m);

    const again = await run();
    expect(again.said).toEqual([
      `Look: the state is in file://${home}`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
    ]);
    itMoved();
    expect(things()).toEqual(made);
    expect(clone.read(`Pulumi.${STACK}.yaml`)).toBe(file);

    const settings = readAccount(clone.folder, "staging");
    const { outputs } = again;
    const own = homeOf("staging", settings);
    expect(own).toEqual({
      backend: outputs.backend?.value as string,
      secretsProvider: outputs.secretsProvider?.value as string,
    });
    console.log(nextText({ environment: "staging", settings, home: own, outputs }));
  });

  it("that nobody agrees to make leaves nothing; one that is begun leaves its file", async () => {
    const declined = async () => {
      const stack = account();
      for (const step of stack.prepare()) {
        await step.run(() => undefined);
      }
      await stack.leave();
    };
    await declined();
    expect([existsSync(folder()), things()]).toEqual([false, []]);
    await run("Make the stack in its bucket");
    await declined();
    expect(stateAt(join(folder(), "state")).resources).toHaveLength(MADE + 1);
  });

  it("that was interrupted before its state moved is carried on, and nothing is made twice", async () => {
    await run("Make the stack in its bucket");
    // Nothing has to be kept from anybody who finds the file.
    expect(stateIn(join(folder(), "state"))).not.toMatch(/ciphertext|4dabf18193072939515e22adb298388d/);
    const made = things();
    const { said } = await run();
    expect(said[0]).toBe(`Look: an earlier run was interrupted, ${MADE + 1} resources are in its file`);
    expect(said[1]).toContain("nothing to change");
    itMoved();
    expect(things()).toEqual(made);
  });

  it("whose stack was empty in its bucket when it was interrupted is carried on, with its file restored or not", async () => {
    const untouched = clone.read(`Pulumi.${STACK}.yaml`);
    await run("Move the state");
    const made = things();
    clone.write(`Pulumi.${STACK}.yaml`, untouched);
    const { said } = await run();
    expect(said).toContain(`Moved: ${MADE + 1} resources`);
    itMoved();
    expect(things()).toEqual(made);
  });

  it("that was interrupted after its state had moved loses the file only", async () => {
    await run("Check");
    const made = things();
    const { said } = await run();
    expect(said).toEqual([
      `Look: the state has moved to file://${home}, and the file is still there`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
      "The file is removed",
    ]);
    itMoved();
    expect(things()).toEqual(made);
  });

  it("whose engine was killed while it made things is carried on", async () => {
    const slow = [{ type: "aws:route53/zone:Zone", fault: { kind: "slow", seconds: 120 } }];
    const stack = account({ AWS_STAND_IN_FAULTS: JSON.stringify(slow) });
    for (const step of stack.prepare()) {
      await step.run(() => undefined);
    }
    const [up] = stack.finish();
    const ended = expect(up?.run(() => undefined)).rejects.toThrow("pulumi up failed");
    // Everything else is made and written down; AWS is still at the zone.
    let quiet = 0;
    await vi.waitFor(
      () => {
        const { pending_operations: under = [] } = stateAt(join(folder(), "state"));
        quiet = under.length === 1 ? quiet + 1 : 0;
        expect(quiet).toBe(10);
      },
      { timeout: 120_000, interval: 200 },
    );
    processesIn(folder()).forEach((pid) => process.kill(pid, "SIGKILL"));
    await ended;
    const file = clone.read(`Pulumi.${STACK}.yaml`);
    const { said } = await run("Preview");
    expect(said).toEqual([
      expect.stringMatching(/an earlier run was interrupted, \d+ resources are in its file; it was making 1 more/),
    ]);
    expect(clone.read(`Pulumi.${STACK}.yaml`)).toBe(file);
    await run();
    itMoved();
    expect(things().filter((thing) => thing.startsWith("aws:route53/zone"))).toHaveLength(1);
  });

  it("whose states are there without its own is not made anew", async () => {
    mkdirSync(home);
    await expect(run()).rejects.toThrow(
      /is there, but stack bootstrap-staging is neither in it nor in .*nothing was changed/,
    );
    expect(things()).toEqual([]);
  });

  it("with two states that differ is left as it is", async () => {
    await run("Check");
    const file = stateFile(home, STACK);
    const [first] = stateAt(home).resources.filter(({ id }) => id !== undefined);
    writeFileSync(file, stateIn(home).replaceAll(JSON.stringify(first?.id), '"another"'));
    await expect(run()).rejects.toThrow(/have different states of stack bootstrap-staging/);
    expect(existsSync(folder())).toBe(true);
  });
});

describe("the command", () => {
  let clone: Clone;
  beforeAll(() => {
    clone = new Clone();
  });
  afterAll(() => clone.remove());

  it("refuses the values that the repository was committed with, naming each", async () => {
    for (const [environment, account] of [
      ["staging", "111111111111"],
      ["production", "222222222222"],
    ] as const) {
      const { code, text } = await clone.thoughts("bootstrap", environment, "--yes");
      expect(code).toBe(1);
      expect(text).toContain(`Pulumi.bootstrap-${environment}.yaml still has the repository's examples`);
      expect(text).toContain(`thoughts:account (${account})`);
      expect(text).toMatch(/thoughts:domain \(.*\), thoughts:repository \(example\/thoughts\)/);
      expect(text).not.toMatch(/^\s+at /m);
    }
  });

  it("refuses to change anything where nobody can be asked", async () => {
    clone.edit(`Pulumi.${STACK}.yaml`, "111111111111", "123456789012");
    clone.edit(`Pulumi.${STACK}.yaml`, "staging.thoughts.example.com", "staging.thoughts.test");
    clone.edit(`Pulumi.${STACK}.yaml`, "example/thoughts", "acme/thoughts");
    const { code, text } = await clone.thoughts("bootstrap", "staging");
    expect({ code, text: text.trim() }).toEqual({
      code: 1,
      text: "bootstrap asks before it changes account 123456789012, and nobody is here to answer; say yes with --yes.",
    });
    expect(existsSync(clone.path(".bootstrap"))).toBe(false);
  });
});
