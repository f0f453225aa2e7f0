import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ensureTools } from "../toolchain/ensure";
import { ROOT } from "./bundle";
import { openWorkspace } from "./workspace";

describe.each(["staging", "production"])("a workspace of %s", (stack) => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-workspace-"));
  const original = join(ROOT, `Pulumi.${stack}.yaml`);
  const before = readFileSync(original, "utf8");
  let copy: Record<string, unknown>;
  let text: string;

  beforeAll(async () => {
    const { pulumi } = await ensureTools({ report: () => undefined });
    const { configFile } = await openWorkspace({ root: ROOT, folder, stack, pulumi, plugins: {}, environment: {} });
    text = readFileSync(configFile, "utf8");
    copy = parse(text) as Record<string, unknown>;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has a copy of the stack's file that differs in the fields of the secrets provider only", () => {
    const given = parse(before) as Record<string, unknown>;
    const differing = [...new Set([...Object.keys(copy), ...Object.keys(given)])].filter(
      (field) => JSON.stringify(copy[field]) !== JSON.stringify(given[field]),
    );
    expect(differing).toEqual(["encryptionsalt"]);
  });

  it("copies every other line as it is", () => {
    expect(
      text
        .split("\n")
        .filter((line) => !line.startsWith('"encryptionsalt"'))
        .join("\n"),
    ).toBe(before);
  });

  it("leaves the stack's own file as it is", () => {
    expect(readFileSync(original, "utf8")).toBe(before);
  });
});
