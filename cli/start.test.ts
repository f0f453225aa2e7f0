import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { freshBundle } from "../engine/pulumi/bundler.cjs";
import { ROOT } from "./folders";

/** Packages that are in a file of the bundle, and in all that it loads before its first line runs. */
function packagesOf(file: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) {
    return [];
  }
  seen.add(file);
  const { sources } = JSON.parse(readFileSync(`${file}.map`, "utf8")) as { readonly sources: readonly string[] };
  const files = sources.map((source) => join(dirname(file), source));
  const own = files.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  const text = readFileSync(file, "utf8");
  const loaded = [...text.matchAll(/^(?:import|\} from|import .* from) "\.\/([^"]+)";$/gm)].map(
    ([, name]) => name ?? "",
  );
  return [...new Set([...own, ...loaded.flatMap((name) => packagesOf(join(dirname(file), name), seen))])].sort();
}

/** The file of the bundle that a command's own source is in. */
function fileOf(command: string, main: string): string {
  const imports = readFileSync(main, "utf8").matchAll(
    new RegExp(`import\\("\\./(${command}-[A-Z0-9]+\\.mjs)"\\)`, "g"),
  );
  // Subcommands of the same name come first.
  const [, name] = [...imports].at(-1) ?? [];
  return join(dirname(main), name ?? "");
}

describe("the command", () => {
  const thoughts = join(ROOT, "cli", "thoughts.mjs");
  let main: string;

  beforeAll(() => {
    execFileSync(process.execPath, [thoughts, "--help"], { stdio: "pipe" });
    const entry = `import ${JSON.stringify(join(ROOT, "cli", "index.ts"))};`;
    main = freshBundle({ name: "command", entry, format: "esm" }) ?? "";
  });

  it("loads the command line's library alone for its help", () => {
    expect(packagesOf(main)).toEqual(["commander"]);
  });

  it.each(["up", "preview", "rehearse", "status", "ui", "flags", "plan", "render", "down"])(
    "does not load Pulumi's SDK before `%s` says anything",
    (command) => {
      const packages = packagesOf(fileOf(command, main));
      expect(packages).not.toContain("@pulumi/pulumi");
      expect(packages).not.toContain("@grpc/grpc-js");
    },
  );
});

describe("the help", () => {
  const help = (...words: readonly string[]) =>
    execFileSync(process.execPath, [join(ROOT, "cli", "thoughts.mjs"), ...words, "--help"], { encoding: "utf8" });
  /** The commands that a help lists. */
  const listedIn = (text: string) =>
    [...(text.split("\nCommands:\n")[1]?.split("\n\n")[0] ?? "").matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(
      ([, name = ""]) => name,
    );

  it("of every command has a line to copy, which names that command", () => {
    // All after `kubectl` is kubectl's, and `help` is commander's own.
    const leavesOf = (
      words: readonly string[],
    ): readonly { readonly words: readonly string[]; readonly text: string }[] => {
      const text = help(...words);
      const below = listedIn(text).filter((name) => !["kubectl", "help"].includes(name));
      return below.length === 0 ? [{ words, text }] : below.flatMap((name) => leavesOf([...words, name]));
    };
    const leaves = leavesOf([]);
    expect(leaves.length).toBeGreaterThan(20);
    for (const { words, text } of leaves) {
      expect(text).toContain(`\nExample:\n  npx thoughts ${words.join(" ")}`);
    }
  }, 180_000);

  it("says which options are required", () => {
    expect(help("render")).toMatch(/--to <folder> .*\(required\)/s);
    expect(help("release", "abort")).not.toContain("(required)");
  });
});
