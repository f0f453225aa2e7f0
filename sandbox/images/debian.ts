import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { toolsFolder } from "../toolchain/cache";
import { UserError } from "../user-error";

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
  const place = join(toolsFolder(), "debian", `${name}-${digest(versionsOf([name]))}`);
  if (!existsSync(place)) {
    const download = mkdtempSync(join(tmpdir(), "thoughts-debian-"));
    try {
      execFileSync("apt-get", ["download", "-q", name], { cwd: download, stdio: "pipe" });
      const [file = ""] = readdirSync(download);
      mkdirSync(`${place}.making`, { recursive: true });
      execFileSync("dpkg-deb", ["--extract", join(download, file), `${place}.making`], { stdio: "pipe" });
      renameSync(`${place}.making`, place);
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  }
  return place;
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
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const bin = join(unpacked("mmdebstrap"), "usr", "bin");
    const options = excluded.map((path) => `--dpkgopt=path-exclude=${path}`);
    const args = [
      "--variant=extract",
      "--quiet",
      ...options,
      `--include=${packages.join(",")}`,
      SUITE,
      `${file}.making`,
    ];
    execFileSync(join(bin, "mmdebstrap"), args.concat("--format=tar"), {
      stdio: "pipe",
      env: { ...process.env, PATH: [bin, process.env.PATH ?? ""].join(delimiter), SOURCE_DATE_EPOCH: "0" },
    });
    renameSync(`${file}.making`, file);
  }
  return file;
}

/** The versions that apt would take. @throws {UserError} if it knows nothing of one */
function versionsOf(packages: readonly string[]): string {
  const known = execFileSync("apt-cache", ["policy", ...packages], { encoding: "utf8" });
  const entries = known.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (\d\S*)$/gm);
  const candidates = new Map([...entries].map(([, name = "", version = ""]) => [name, version]));
  const missing = packages.filter((name) => !candidates.has(name));
  if (missing.length > 0) {
    throw new UserError(`apt knows no package ${missing.join(", ")}; run apt-get update as root, then try again`);
  }
  return JSON.stringify(packages.map((name) => [name, candidates.get(name)]));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
