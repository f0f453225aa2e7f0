import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { makeWhole } from "../../engine/process/file";
import { toolsFolder } from "../../engine/toolchain/cache";
import { UserError } from "../../engine/user-error";

/** The release whose packages images are made of. */
const SUITE = "bookworm";

/** What no container looks at. */
const NEVER = [
  "/usr/share/doc/*",
  "/usr/share/man/*",
  "/usr/share/locale/*",
  "/usr/share/info/*",
  "/var/lib/dpkg/info/*",
];

/**
 * Unpacks a package where it can be used without being installed: nothing of the system changes.
 * @returns the folder that stands for `/`
 */
export function unpacked(name: string): string {
  const cached = join(toolsFolder(), "debian", `${name}-${digest(versionsOf([name]))}`);
  makeWhole(cached, (fresh) => {
    const download = mkdtempSync(join(tmpdir(), "thoughts-debian-"));
    try {
      execFileSync("apt-get", ["download", "-q", name], { cwd: download, stdio: "pipe" });
      const [file = ""] = readdirSync(download);
      execFileSync("dpkg-deb", ["--extract", join(download, file), fresh], { stdio: "pipe" });
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  });
  return cached;
}

export interface RootfsArgs {
  /** Those that they depend on come with them. */
  readonly packages: readonly string[];
  /** Paths to leave out, with `*`. @default - none */
  readonly without?: readonly string[];
}

/**
 * A root file system of Debian's packages, as a tar file: the same bytes for the same packages.
 * @returns its path, in the cache
 */
export function rootfs({ packages, without = [] }: RootfsArgs): string {
  const folder = join(toolsFolder(), "rootfs");
  const excluded = [...NEVER, ...without];
  const file = join(folder, `${digest(JSON.stringify([SUITE, versionsOf(packages), excluded]))}.tar`);
  makeWhole(file, (fresh) => {
    const bin = join(unpacked("mmdebstrap"), "usr", "bin");
    const options = excluded.map((path) => `--dpkgopt=path-exclude=${path}`);
    const args = ["--variant=extract", "--quiet", "--format=tar", ...options, `--include=${packages.join(",")}`];
    execFileSync(join(bin, "mmdebstrap"), [...args, SUITE, fresh], {
      stdio: "pipe",
      env: { ...process.env, PATH: [bin, process.env.PATH ?? ""].join(delimiter), SOURCE_DATE_EPOCH: "0" },
    });
  });
  return file;
}

/**
 * The same, unpacked.
 * @returns its folder, in the cache: shared, and changed by nobody
 */
export function rootfsFolder(args: RootfsArgs): string {
  const tar = rootfs(args);
  const folder = tar.replace(/\.tar$/, "");
  makeWhole(folder, (fresh) => {
    mkdirSync(fresh);
    execFileSync("tar", ["--extract", "--file", tar, "--directory", fresh], { stdio: "pipe" });
  });
  return folder;
}

/** The versions that apt would take. @throws {UserError} if it knows nothing of one */
function versionsOf(packages: readonly string[]): string {
  let known = candidates(packages);
  if (known.size < packages.length && process.getuid?.() === 0) {
    // A fresh machine has no lists yet.
    execFileSync("apt-get", ["update", "-qq"], { stdio: "pipe" });
    known = candidates(packages);
  }
  const missing = packages.filter((name) => !known.has(name));
  if (missing.length > 0) {
    throw new UserError(`apt knows no package ${missing.join(", ")}; run apt-get update as root, then try again`);
  }
  return JSON.stringify(packages.map((name) => [name, known.get(name)]));
}

/** @throws {UserError} if apt would take another version of a package than an image's tag says */
export function demandVersion(name: string, tag: string): void {
  const [[, version = ""] = []] = JSON.parse(versionsOf([name])) as readonly (readonly string[])[];
  const upstream = upstreamOf(version);
  if (upstream !== versionIn(tag)) {
    throw new UserError(
      `Debian has ${name} ${upstream} now (${version}), and versions.json says ${tag}; write the new version there, ` +
        `look at what changed, and run this again.`,
    );
  }
}

/** The version in a tag. Another way to pack the same version has a number of ours behind it: `8.2302.0-r2`. */
export function versionIn(tag: string): string {
  return tag.replace(/-r\d+$/, "");
}

/**
 * What the makers of a program call a version of Debian's: `3.0.0-rc50` for `3.0.0~rc50-1+b6`.
 * @see https://www.debian.org/doc/debian-policy/ch-controlfields.html#version
 */
export function upstreamOf(version: string): string {
  return version
    .replace(/^\d+:/, "")
    .replace(/-[^-]*$/, "")
    .replaceAll("~", "-");
}

function candidates(packages: readonly string[]): ReadonlyMap<string, string> {
  // Debian's container images keep no index of the packages' lists: each call would make it anew, in half a second.
  const index = join(toolsFolder(), "debian", "pkgcache.bin");
  mkdirSync(dirname(index), { recursive: true });
  const options = ["-o", `Dir::Cache::pkgcache=${index}`];
  const policy = execFileSync("apt-cache", [...options, "policy", ...packages], { encoding: "utf8" });
  const entries = policy.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (\d\S*)$/gm);
  return new Map([...entries].map(([, name = "", version = ""]) => [name, version]));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
