import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./folders";
import { previewCommand, upCommand } from "./up-command";

it("the command that brings up an environment is the one on the page about the first time, with policies", () => {
  const lines = readFileSync(join(ROOT, "docs", "first-up.md"), "utf8").split("\n");
  const ups = lines
    .filter((line) => line.startsWith("pulumi up ") && !line.includes("--refresh"))
    .map((line) => line.replace(/ +#.*$/, ""));
  expect(ups).toEqual([upCommand("staging", "foundation"), upCommand("staging")]);
});

it("no command of ours prints a preview or an up without policies", () => {
  const sources = readdirSync(join(ROOT, "cli"), { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && path !== "up-command.ts",
  );
  const bare = sources.filter((path) =>
    /pulumi (?:up|preview) -s \$\{/.test(readFileSync(join(ROOT, "cli", path), "utf8")),
  );
  expect(bare).toEqual([]);
  expect(previewCommand("staging")).toBe("pulumi preview -s staging --policy-pack policies");
});
