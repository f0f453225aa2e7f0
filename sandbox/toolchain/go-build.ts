import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../user-error";
import type { GoBuild } from "./tool";

/** The oldest Go that every module here accepts; Pulumi's asks for the newest one. */
export const OLDEST_GO = "1.25.11";

/**
 * Builds programs from published Go modules into the folder. The user's Go caches are used, so a second build is quick.
 * @throws {UserError} if there is no Go, or one that is too old, or the build fails
 */
export async function goBuild(build: GoBuild, work: string, folder: string): Promise<void> {
  mkdirSync(work, { recursive: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(work, "go.mod"), build.goMod.join("\n"));
  if (build.staging !== undefined) {
    const replacements = await replacementsOf(build.staging, work);
    writeFileSync(join(work, "go.mod"), [...build.goMod, ...replacements].join("\n"));
  }
  writeFileSync(join(work, "build.go"), build.main ?? importing(build.packages.map(({ path }) => path)));
  for (const { program, path, variables = {} } of build.packages) {
    const set = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
    const flags = ["-s", "-w", ...set].join(" ");
    const tags = build.tags === undefined ? [] : ["-tags", build.tags.join(",")];
    await go(work, ["build", "-trimpath", ...tags, "-ldflags", flags, "-o", join(folder, program), path]);
    for (const link of build.links ?? []) {
      symlinkSync(program, join(folder, link));
    }
  }
  if (build.copies !== undefined) {
    const { module, folder: from, files } = build.copies;
    const source = await go(work, ["list", "-m", "-f", "{{.Dir}}", module]);
    for (const file of files) {
      copyFileSync(join(source, from, file), join(folder, file));
      chmodSync(join(folder, file), 0o755);
    }
  }
}

/** Makes the module need the packages, which is what makes `go build` find them. */
function importing(packages: readonly string[]): string {
  return ["//go:build packages", "", "package build", ...packages.map((path) => `import _ "${path}"`)].join("\n");
}

/** The module's own replacements, with published modules in place of its folders. */
async function replacementsOf(
  { module, version, published }: NonNullable<GoBuild["staging"]>,
  work: string,
): Promise<readonly string[]> {
  const { GoMod } = JSON.parse(await go(work, ["mod", "download", "-json", `${module}@${version}`])) as {
    GoMod: string;
  };
  const staged = readFileSync(GoMod, "utf8").matchAll(/^\s*(\S+) => \.\/staging/gm);
  return [...staged].map(([, name = ""]) => `replace ${name} => ${name} ${published}`);
}

const run = promisify(execFile);

async function go(work: string, args: readonly string[]): Promise<string> {
  try {
    // A Go that is too old must say so: by default it would fetch another one, of some 200 MB.
    const env = { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off", GOTOOLCHAIN: "local", CGO_ENABLED: "0" };
    const { stdout } = await run("go", args, { cwd: work, env, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  } catch (error) {
    const { code, stderr = "" } = error as { code?: string | number; stderr?: string };
    if (code === "ENOENT") {
      throw new UserError(
        `go ${OLDEST_GO} or newer is needed to build it: install it from https://go.dev/dl/ and try again.`,
      );
    }
    const [, needed, present] = /requires go >= ([\d.]+) \(running go ([\d.]+)/.exec(stderr) ?? [];
    if (needed !== undefined && present !== undefined) {
      throw new UserError(
        `go ${needed} or newer is needed to build it, and this is go ${present}: ` +
          `install a newer one from https://go.dev/dl/ and try again.`,
      );
    }
    throw new UserError(`go ${args[0] ?? ""} failed: ${stderr.trim().split("\n").slice(-5).join("\n")}`);
  }
}
