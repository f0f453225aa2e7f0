// What plain `pulumi preview` and `pulumi up` say of a server's changes: the real engine, with the state of a file.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureTools } from "../../engine/toolchain/ensure";
import { testStack } from "../../sandbox/control-plane/test-stack";
import { ServerChanges, type ServerChangesArgs } from "./server-changes";

const WAY = 'thoughts:postgresUpgrade: "16"';
const window = "tue:10:00-tue:11:00";

const inPod: ServerChangesArgs = { kind: "volume", server: "users-db", version: "15.20" };
const inRds = (change: object = {}, settings: object = {}): ServerChangesArgs => ({
  kind: "rds",
  server: "users",
  version: "15",
  maintenance: {
    window,
    settings: { instanceClass: "db.t4g.micro", ...settings },
    applyImmediately: false,
  },
  ...change,
});

describe("pulumi", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-changes-"));
  let stack: Stack;
  let servers: readonly ServerChangesArgs[];

  const program = () => {
    const made = servers.map((args) => new ServerChanges(args.server, args, {}));
    const notes = pulumi.all(made.map((one) => one.notes)).apply((lists) => lists.flat());
    notes.apply((lines) => lines.map((line) => void pulumi.log.warn(line)));
    return Promise.resolve({ notes });
  };
  /** What the command says; a failure is told apart by how it ends. */
  const run = async (command: "preview" | "up", ...given: readonly ServerChangesArgs[]) => {
    servers = given;
    try {
      const { stdout } = await stack[command]({ color: "never" });
      return { failed: false, text: stdout };
    } catch (error) {
      return { failed: true, text: String(error) };
    }
  };

  beforeAll(async () => {
    const { pulumi: engine } = await ensureTools({ report: () => undefined });
    stack = await testStack({ project: "changes", stack: "test", folder, pulumi: engine, plugins: {} }, program);
    expect(await run("up", inPod, inRds())).toMatchObject({ failed: false });
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["preview", "up"] as const)(
    "%s refuses a major version that nobody allowed, in a pod and in RDS",
    async (command) => {
      for (const given of [
        [{ ...inPod, version: "16.4" }, inRds()],
        [inPod, inRds({ version: "16" })],
      ]) {
        const { failed, text } = await run(command, ...given);
        expect([failed, text.replace(/\s+/g, " ")]).toEqual([true, expect.stringContaining(WAY)]);
      }
      const back = await run(command, { ...inPod, version: "14.9" }, inRds());
      expect(back.text).toContain("would go back from 15 to 14");
    },
  );

  it("says in a preview, in up and in what comes after it which change waits, and until when", async () => {
    const bigger = inRds({}, { instanceClass: "db.t4g.medium" });
    const told =
      /warning: users: instanceClass goes from db\.t4g\.micro to db\.t4g\.medium in the maintenance window from 20\d\d-\d\d-\d\d 10:00 UTC on/;
    expect((await run("preview", inPod, inRds())).text).not.toContain("warning");
    expect((await run("preview", inPod, bigger)).text).toMatch(told);
    expect((await run("up", inPod, bigger)).text).toMatch(told);
    expect((await stack.outputs()).notes?.value).toEqual([expect.stringContaining("instanceClass goes")]);
    const { text } = await run("up", inPod, bigger);
    expect(text).toMatch(told);
    expect(text).toMatch(/\d unchanged/);
    expect(text).not.toMatch(/\d updated/);
    expect((await run("up", inPod, inRds())).text).not.toContain("warning");
    expect((await stack.outputs()).notes?.value).toEqual([]);
  });

  it("goes to a major version that is allowed, and asks no more", async () => {
    const next = [{ ...inPod, version: "16.4", upgradeTo: "16" }, inRds({ version: "16", upgradeTo: "16" })];
    expect((await run("preview", ...next)).failed).toBe(false);
    expect((await run("up", ...next)).failed).toBe(false);
    expect((await run("up", { ...inPod, version: "16.4" }, inRds({ version: "16" }))).failed).toBe(false);
  });
});
