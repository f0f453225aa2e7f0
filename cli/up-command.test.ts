import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./folders";
import { upCommand } from "./up-command";

it("the command that brings up an environment is the one on the page about the first time, with policies", () => {
  const lines = readFileSync(join(ROOT, "docs", "first-up.md"), "utf8").split("\n");
  const ups = lines.filter((line) => line.startsWith("pulumi up ") && !line.includes("--refresh"));
  expect(ups).toEqual([upCommand("staging", "foundation"), upCommand("staging")]);
});
