import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { catalog } from "./catalog";
import { toolOnPath, userFolders } from "./path";
import type { SandboxTool, ToolSpec } from "./tool";

/** The tools whose programs say their version themselves. */
type ToolName = Exclude<SandboxTool, "pulumi-kubernetes">;

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-path-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What each program prints when it is asked for its version. */
const SAYS: Readonly<Record<ToolName, (version: string) => string>> = {
  pulumi: (version) => `v${version}`,
  etcd: (version) => `etcd Version: ${version}\nGit SHA: GitNotFound\nGo Version: go1.26.8`,
  kubernetes: (version) => `Kubernetes v${version}`,
  kwok: (version) => `kwok version v${version} go1.26.8 (linux/amd64)`,
};

describe("a user's own tool", () => {
  it.each<readonly [ToolName, string, boolean, string]>([
    ["pulumi", "3.246.0", true, "the pinned version"],
    ["pulumi", "3.300.1", true, "newer, same major"],
    ["pulumi", "3.245.9", false, "older"],
    ["pulumi", "4.0.0", false, "another major"],
    ["etcd", "3.5.21", true, "3.5"],
    ["etcd", "3.6.5", true, "3.6"],
    ["etcd", "3.4.34", false, "too old"],
    ["kubernetes", "1.35.0", true, "same minor"],
    ["kubernetes", "1.34.9", false, "another minor"],
    ["kubernetes", "1.36.0", false, "another minor"],
    ["kwok", "0.7.3", true, "same minor"],
    ["kwok", "0.6.9", false, "another minor"],
  ])("%s %s: taken %s (%s)", (name, version, taken) => {
    const spec = catalog()[name];
    install(spec, folder, SAYS[name](version));
    expect(toolOnPath(spec, [folder])).toEqual(taken ? { name, version, origin: "path", folder } : undefined);
  });

  it("says its version with or without a v: the official engine does, one that was built here does not", () => {
    const { pulumi } = catalog();
    install(pulumi, folder, "3.246.0");
    expect(toolOnPath(pulumi, [folder])?.version).toBe("3.246.0");
  });

  it("is passed over if one of its programs is not beside the others", () => {
    const { pulumi } = catalog();
    install(pulumi, folder, SAYS.pulumi("3.246.0"));
    rmSync(join(folder, "pulumi-language-nodejs"));
    expect(toolOnPath(pulumi, [folder])).toBeUndefined();
  });

  it("is passed over if it can't say its version", () => {
    const { etcd } = catalog();
    install(etcd, folder, "something else");
    expect(toolOnPath(etcd, [folder])).toBeUndefined();
    writeFileSync(join(folder, "etcd"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    expect(toolOnPath(etcd, [folder])).toBeUndefined();
  });

  it("is the first one that will do, not the first one", () => {
    const { etcd } = catalog();
    const [old, good] = [join(folder, "old"), join(folder, "good")];
    install(etcd, old, SAYS.etcd("3.4.0"));
    install(etcd, good, SAYS.etcd("3.6.0"));
    expect(toolOnPath(etcd, [join(folder, "missing"), old, good])?.folder).toBe(good);
  });
});

describe("the user's folders", () => {
  it("are those of PATH, and then that of Pulumi's installer", () => {
    expect(userFolders({ PATH: "/a:/b" })).toEqual(["/a", "/b", join(homedir(), ".pulumi", "bin")]);
  });

  it("hold no empty name, which would mean the current folder", () => {
    expect(userFolders({ PATH: ":/a:" })).not.toContain("");
  });
});

function install(spec: ToolSpec, into: string, says: string): void {
  mkdirSync(into, { recursive: true });
  for (const program of spec.programs) {
    writeFileSync(join(into, program), `#!/bin/sh\ncat <<'END'\n${says}\nEND\n`, { mode: 0o755 });
  }
}
