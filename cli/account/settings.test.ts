import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { settingsIn } from "./settings";

const folder = mkdtempSync(join(tmpdir(), "thoughts-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ["config:\n  thoughts:account: [\n", /^Pulumi\.staging\.yaml:\d is no YAML, from column \d+ on: /],
  [
    "config:\n  thoughts:account: 1\n  thoughts:account: 2\n",
    /^Pulumi\.staging\.yaml:3 is no YAML, from column 3 on: Map keys must be unique$/,
  ],
])("the settings of a stack whose file is broken are refused, with the line: %j", (text, message) => {
  writeFileSync(join(folder, "Pulumi.staging.yaml"), text);
  expect(() => settingsIn(folder, "staging")).toThrow(message);
});
