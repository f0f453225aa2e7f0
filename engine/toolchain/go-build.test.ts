import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { goBuild } from "./go-build";
import { GO_MOD, goModule } from "./go-module.fixture";
import type { BuildStep, GoBuild } from "./tool";

const noGo = spawnSync("go", ["version"]).status !== 0;

const MAIN = `package main
var greeting = "unset"
func main() { println(greeting) }
`;

let folder = "";
let steps: BuildStep[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-go-"));
  steps = [];
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("a build", () => {
  it("names the Go to install if there is none", async () => {
    vi.stubEnv("PATH", folder);
    await expect(build([program("hello")])).rejects.toThrow(
      "go 1.25.0 or newer is needed to build it: install it from https://go.dev/dl/ and try again.",
    );
  });

  it("says at once that it has begun, before it knows how much there is to do", async () => {
    vi.stubEnv("PATH", folder);
    await build([program("hello")]).catch(() => undefined);
    expect(steps).toEqual([{ phase: "planning" }]);
  });

  describe.skipIf(noGo)("with Go", () => {
    it("makes a program that runs, with its variables set", async () => {
      await build([program("hello", { "main.greeting": "set" })]);
      expect(said("hello")).toBe("set\n");
    });

    it("makes several programs of a module by one command, each with variables of its own", async () => {
      await build([program("hello", { "main.greeting": "one" }), program("other", { "main.greeting": "two" })]);
      expect([said("hello"), said("other")]).toEqual(["one\n", "two\n"]);
      const counts = steps.flatMap((step) => (step.phase === "packages" ? [step.of] : []));
      // The two programs' own packages at the least, and what they share is counted once.
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
      expect(new Set(counts).size).toBe(1);
    });

    it("makes programs of a module with other tags by a command of their own", async () => {
      const tagged = { "cmd/hello/tagged.go": '//go:build loud\n\npackage main\nfunc init() { greeting = "LOUD" }\n' };
      const module = goModule(join(folder, "module"), { ...sources("hello", "other"), ...tagged });
      const loud = { ...program("hello"), module, tags: ["loud"] };
      await build([loud, { ...program("other"), module }]);
      expect([said("hello"), said("other")]).toEqual(["LOUD\n", "unset\n"]);
    });

    it("gives a plugin its schema with the version written into it, as the plugin's release does", async () => {
      const main = `package main
import _ "embed"
//go:embed schema-embed.json
var schema string
//go:embed terraform-mapping-embed.json
var mapping string
func main() { print(schema, mapping) }
`;
      const module = goModule(join(folder, "module"), {
        "cmd/plugin/main.go": main,
        "go.mod": `${GO_MOD}require thoughts.example/schema v1.0.0\nreplace thoughts.example/schema => ${join(folder, "schema")}\n`,
      });
      goModule(join(folder, "schema"), {
        "go.mod": GO_MOD.replace("/test", "/schema"),
        "schema.json": '{ "name": "kubernetes",\n "version": "" }',
        "terraform-mapping.json": '{\n "mapped": true }',
      });
      const embeds = { module: "thoughts.example/schema", folder: ".", into: "cmd/plugin", version: "4.25.0" };
      await build([{ ...program("plugin"), module, embeds }]);

      expect(said("plugin")).toBe('{"name":"kubernetes","version":"4.25.0"}{"mapped":true}');
      expect(existsSync(join(module, "cmd", "plugin", "schema-embed.json"))).toBe(false);
    });

    it("does not depend on flags of the user's own", async () => {
      vi.stubEnv("GOFLAGS", "-no-such-flag");
      vi.stubEnv("GOWORK", join(folder, "missing.work"));
      await build([program("hello")]);
      expect(() => execFileSync(join(folder, "bin", "hello"), { stdio: "ignore" })).not.toThrow();
    });

    it("takes no module that go.sum does not vouch for", async () => {
      const module = goModule(join(folder, "module"), {
        ...sources("hello"),
        "cmd/hello/used.go": 'package main\nimport _ "golang.org/x/text/language"\n',
        "go.mod": `${GO_MOD}require golang.org/x/text v0.38.0\n`,
      });
      await expect(build([{ ...program("hello"), module }])).rejects.toThrow(/missing go\.sum entry/);
      expect(readFileSync(join(module, "go.mod"), "utf8")).toContain("v0.38.0");
    });

    it("by a Go that is too old says which is there and which is needed, and fetches none", async () => {
      vi.stubEnv("GOTOOLCHAIN", "auto");
      vi.stubEnv("GOPROXY", "off");
      const module = goModule(join(folder, "module"), {
        ...sources("hello"),
        "go.mod": "module thoughts.example/test\n\ngo 1.999.0\n",
      });
      const error = await build([{ ...program("hello"), module }]).catch(String);
      expect(error).toMatch(/go 1\.999\.0 or newer is needed to build it, and this is go [\d.]+: install a newer one/);
    });

    it("that fails shows the compiler's words, and makes the other programs all the same", async () => {
      const module = goModule(join(folder, "module"), {
        ...sources("hello"),
        "cmd/broken/main.go": "package main\nfunc main() { missing() }\n",
      });
      const failing = build([
        { ...program("broken"), module },
        { ...program("hello"), module },
      ]);
      await expect(failing).rejects.toThrow(/go build failed: [^]*undefined: missing/);
      expect(said("hello")).toBe("unset\n");
    });
  });
});

/** A build of the module that has `hello` and `other`. */
function program(name: string, variables: Readonly<Record<string, string>> = {}): GoBuild {
  const module = goModule(join(folder, "programs"), sources("hello", "other"));
  return { module, packages: [{ program: name, path: `./cmd/${name}`, variables }] };
}

function sources(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`cmd/${name}/main.go`, MAIN]));
}

function build(builds: readonly GoBuild[]): Promise<void> {
  return goBuild(builds, join(folder, "work"), join(folder, "bin"), (step) => steps.push(step));
}

function said(name: string): string {
  return spawnSync(join(folder, "bin", name), { encoding: "utf8" }).stderr;
}
