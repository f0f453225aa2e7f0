// What checks the configuration of the tools that watch over services: the tools' own programs, without being installed.
import { join } from "node:path";
import { ensureTool } from "../../engine/toolchain/ensure";
import { nodeCatalog } from "../../engine/toolchain/node-catalog";
import { testCatalog } from "../../engine/toolchain/test-catalog";
import { unpacked } from "../images/debian";
import { daemonOf, said, type Said, type Started } from "./debian";

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

/** rsyslogd: a program and its first arguments. */
export function rsyslogd(): Started {
  const { started, root } = daemonOf("rsyslogd", ["rsyslog", "dash", "coreutils"]);
  const [program, args] = started;
  return [program, [...args, "-M", join(root, "usr", "lib", "x86_64-linux-gnu", "rsyslog")]];
}
