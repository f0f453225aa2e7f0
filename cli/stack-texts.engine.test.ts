// What the engine makes of a stack's file. Its library for YAML is another one than ours.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stackCopy } from "../engine/pulumi/stack-copy";
import { ensureTools } from "../engine/toolchain/ensure";
import { unclearTexts } from "../stacks/clear-texts";

describe("texts of a stack's file", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-texts-"));
  const env = {
    PATH: process.env.PATH,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${folder}/state`,
    PULUMI_CONFIG_PASSPHRASE: "x",
  };
  let engine: string;

  /** What the engine hands to a program, by key. */
  const read = (file: string): Record<string, string> => {
    writeFileSync(join(folder, "Pulumi.x.yaml"), file);
    const args = ["config", "--json", "--stack", "x", "--cwd", folder];
    const values = JSON.parse(execFileSync(engine, args, { env, encoding: "utf8" })) as Record<
      string,
      { value: string }
    >;
    return Object.fromEntries(Object.entries(values).map(([key, { value }]) => [key, value]));
  };

  beforeAll(async () => {
    const { pulumi } = await ensureTools({ report: () => undefined });
    engine = join(pulumi.folder, "pulumi");
    mkdirSync(join(folder, "state"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: thoughts\nruntime: nodejs\n");
    const args = ["stack", "init", "x", "--cwd", folder, "--non-interactive"];
    execFileSync(engine, args, { env, stdio: "pipe" });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Without quotes, and what the engine makes of them. */
  const TEXTS = {
    ...{ "1.10": "1.1", "012345678901": "12345678901", "012345670123": "1402433619", "1e3": "1000", "0x10": "16" },
    ...{
      "0b11": "3",
      "1_000": "1000",
      "2026-11-25": "2026-11-25 00:00:00 +0000 UTC",
      yes: "yes",
      "12:30:45": "12:30:45",
    },
    ...{ "222222222222": "222222222222", "1.5": "1.5", true: "true", "v1.10": "v1.10", "10%": "10%" },
  };
  const file = `config:\n${Object.keys(TEXTS)
    .map((text, index) => `  thoughts:t${index}: ${text}\n`)
    .join("")}`;

  it("mean the same to it in a copy as in the file, whatever it makes of them", () => {
    const values = Object.fromEntries(Object.values(TEXTS).map((value, index) => [`thoughts:t${index}`, value]));
    expect(read(file)).toEqual(values);
    expect(read(stackCopy(file, { secrets: {}, overrides: {} }))).toEqual(values);
  });

  it("are refused by the program where it makes another text of them", () => {
    const refused = unclearTexts(file).map(({ line }) => Object.keys(TEXTS)[line - 2]);
    const changed = Object.entries(TEXTS)
      .filter(([text, value]) => text !== value)
      .map(([text]) => text);
    // Readers of YAML 1.1 take the others for a truth value and for a number.
    expect(refused.toSorted()).toEqual([...changed, "yes", "12:30:45"].sort());
  });
});
