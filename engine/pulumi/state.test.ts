import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasResources, idsOf, stacksIn, stateFile, stateFolder } from "./state";

describe("the state of a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-state-"));

  beforeAll(() => {
    const deployment = (id: string) => ({ type: "kubernetes:apps/v1:Deployment", id });
    write("up", [
      { type: "pulumi:pulumi:Stack" },
      { type: "thoughts:workload:Service" },
      deployment("example/frontend"),
      deployment("example/users-backend"),
    ]);
    write("refused", [{ type: "pulumi:pulumi:Stack" }, { type: "pulumi:providers:kubernetes", id: "1" }]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(stack: string, resources: readonly object[]): void {
    const file = stateFile(stateFolder(folder), stack);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ checkpoint: { latest: { resources } } }));
  }

  it("has resources, unless the engine has made nothing but the stack and its providers", () => {
    expect(hasResources(folder, "up")).toBe(true);
    expect(hasResources(folder, "refused")).toBe(false);
    expect(hasResources(folder, "never")).toBe(false);
  });

  it("is there, once, if only the old one is left of it, and beside what the engine keeps of its own", () => {
    const file = stateFile(stateFolder(folder), "moved");
    for (const ending of [".bak", ".bak.attrs", ".attrs"]) {
      writeFileSync(`${file}${ending}`, "{}");
      writeFileSync(`${stateFile(stateFolder(folder), "up")}${ending}`, "{}");
    }
    expect(stacksIn(folder)).toEqual(["moved", "refused", "up"]);
    expect(stacksIn(join(folder, "nowhere"))).toEqual([]);
  });

  it("has the ids of all resources of a type", () => {
    expect(idsOf(folder, "up", "kubernetes:apps/v1:Deployment")).toEqual(["example/frontend", "example/users-backend"]);
    expect(idsOf(folder, "up", "thoughts:workload:Service")).toEqual([]);
  });
});
