import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { goBuild, OLDEST_GO } from "./go-build";
import type { GoBuild } from "./tool";

const noGo = spawnSync("go", ["version"]).status !== 0;

const MODULE = ["module thoughts.example/build", "go 1.25.0"];
const MAIN = `package main
var greeting = "unset"
func main() { println(greeting) }
`;

/** A build that needs no module of others. */
const HELLO: GoBuild = {
  goMod: MODULE,
  main: MAIN,
  packages: [{ program: "hello", path: ".", variables: { "main.greeting": "set" } }],
  usualSeconds: 1,
};

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-go-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("a build", () => {
  it("names the Go to install if there is none", async () => {
    vi.stubEnv("PATH", folder);
    await expect(build(HELLO)).rejects.toThrow(
      `go ${OLDEST_GO} or newer is needed to build it: install it from https://go.dev/dl/ and try again.`,
    );
  });

  describe.skipIf(noGo)("with Go", () => {
    it("makes a program that runs, with its variables set and under all its names", async () => {
      await build({ ...HELLO, links: ["other"] });
      const { stderr } = spawnSync(join(folder, "bin", "other"), { encoding: "utf8" });
      expect(stderr).toBe("set\n");
      expect(readlinkSync(join(folder, "bin", "other"))).toBe("hello");
    });

    it("does not depend on flags of the user's own", async () => {
      vi.stubEnv("GOFLAGS", "-no-such-flag");
      vi.stubEnv("GOWORK", join(folder, "missing.work"));
      await build(HELLO);
      expect(() => execFileSync(join(folder, "bin", "hello"), { stdio: "ignore" })).not.toThrow();
    });

    it("by a Go that is too old says which is there and which is needed, and fetches none", async () => {
      vi.stubEnv("GOTOOLCHAIN", "auto");
      vi.stubEnv("GOPROXY", "off");
      const error = await build({ ...HELLO, goMod: ["module thoughts.example/build", "go 1.999.0"] }).catch(String);
      expect(error).toMatch(/go 1\.999\.0 or newer is needed to build it, and this is go [\d.]+: install a newer one/);
    });

    it("that fails shows the compiler's words", async () => {
      await expect(build({ ...HELLO, main: "package main\nfunc main() { missing() }\n" })).rejects.toThrow(
        /go build failed: [^]*undefined: missing/,
      );
    });
  });
});

function build(recipe: GoBuild): Promise<void> {
  return goBuild(recipe, join(folder, "work"), join(folder, "bin"));
}
