// What checks the configuration of the tools that watch over services: the tools' own programs, without being installed.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureTool } from "../../engine/toolchain/ensure";
import { nodeCatalog } from "../../engine/toolchain/node-catalog";
import { testCatalog } from "../../engine/toolchain/test-catalog";
import { rootfsFolder, unpacked } from "../images/debian";

/** What a program said, and whether it was content. */
export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

/** Of Debian's packages. */
const PROGRAMS = {
  amtool: { name: "prometheus-alertmanager", path: "usr/bin/amtool" },
  mtail: { name: "mtail", path: "usr/bin/mtail" },
} as const;

/** Runs a program of Debian's to its end. */
export function debianProgram(name: keyof typeof PROGRAMS, ...args: readonly string[]): Said {
  const program = PROGRAMS[name];
  return said(join(unpacked(program.name), program.path), args);
}

/** Finds or makes promtool. @returns what runs it to its end */
export async function promtool(): Promise<(...args: readonly string[]) => Said> {
  const { folder } = await ensureTool(nodeCatalog().prometheus, { report: () => undefined });
  return (...args) => said(join(folder, "promtool"), args);
}

/** Finds or makes the OpenTelemetry Collector. @returns its program */
export async function collector(): Promise<string> {
  const { folder, name } = await ensureTool(testCatalog()["otelcol-contrib"], { report: () => undefined });
  return join(folder, name);
}

function said(program: string, args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return { ok: status === 0, text: `${stdout}${stderr}` };
}

/** rsyslogd with the libraries of its own package, whatever this machine has: a program and its first arguments. */
export function rsyslogd(): readonly [string, readonly string[]] {
  const root = rootfsFolder({ packages: ["base-files", "rsyslog", "dash", "coreutils"], without: ["*/perl*"] });
  const libraries = ["usr/lib", "lib"].map((folder) => join(root, folder, "x86_64-linux-gnu"));
  const modules = join(root, "usr", "lib", "x86_64-linux-gnu", "rsyslog");
  const linker = join(root, "lib64", "ld-linux-x86-64.so.2");
  return [linker, ["--library-path", libraries.join(":"), join(root, "usr", "sbin", "rsyslogd"), "-M", modules]];
}
