import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingLine, withLines } from "./setting-line";

const FILE = `# What runs.
config:
  thoughts:domain: example.local
  thoughts:publicAccessCidrs:
    - 203.0.113.0/24
    - nowhere
  thoughts:release:
    services:
      frontend: { tag: v3.7 }
      users-backend:
        tag: latest
`;

describe("the line of a setting", () => {
  it.each([
    ["thoughts:domain", 3],
    ["thoughts:publicAccessCidrs.1", 6],
    ["thoughts:release.services.frontend.tag", 9],
    ["thoughts:release.services.users-backend.tag", 11],
  ])("%s is that of its key", (path, line) => {
    expect(settingLine(FILE, path)).toBe(line);
  });

  it("is that of what it is a part of, if it is missing", () => {
    expect(settingLine(FILE, "thoughts:release.services.thoughts-backend")).toBe(8);
  });

  it.each(["thoughts:registry", "stack", "stacks/local.ts.services.frontend"])("is not known of %s", (path) => {
    expect(settingLine(FILE, path)).toBeUndefined();
  });

  it("is not known in a file that is no YAML, or is empty", () => {
    expect(settingLine("config: [", "thoughts:domain")).toBeUndefined();
    expect(settingLine("", "thoughts:domain")).toBeUndefined();
  });

  it("is told with the name of the file, where there is one", () => {
    const folder = mkdtempSync(join(tmpdir(), "thoughts-lines-"));
    try {
      const problem = { path: "thoughts:domain", message: "it is bad." };
      expect(withLines([problem], folder, "local")).toEqual([problem]);
      writeFileSync(join(folder, "Pulumi.local.yaml"), FILE);
      expect(withLines([problem], folder, "local")).toEqual([{ ...problem, at: "Pulumi.local.yaml:3" }]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
