import colors from "picocolors";
import { durationText } from "../duration";
import { remainingText, WARNED_MS } from "../env/lease-text";
import { type DemoStatus, type EnvironmentStatus, type Group, GROUPS, type WorkloadStatus } from "./environment-status";

export const TITLES: Readonly<Record<Group, string>> = { services: "Services", databases: "Databases", tools: "Tools" };

/** What runs, in groups, and what is under way, in lines for a terminal of 80 columns. @param now to say for how long */
export function statusText({ workloads, releases, demos }: EnvironmentStatus, now: Date): string {
  const groups = GROUPS.map((group) => [group, workloads.filter((workload) => workload.group === group)] as const);
  return [
    ...groups.flatMap(([group, found]) => (found.length === 0 ? [] : section(TITLES[group], rowsOf(found, now)))),
    ...(releases.length === 0
      ? []
      : section(
          "Releases under way",
          releases.flatMap(({ service, from, to, strategy, phase, command }) => [
            `  ${service}  ${from} → ${to}, ${strategy}, ${phase}`,
            `    ${command}`,
          ]),
        )),
    ...(demos.length === 0
      ? []
      : section(
          "Demos",
          demos.map((demo) => demoRow(demo, now)),
        )),
  ]
    .join("\n")
    .trimEnd();
}

/** One that ends soon, or has ended, says so. */
function demoRow({ name, url = "not complete", expires }: DemoStatus, now: Date): string {
  const row = `  ${name}  ${url}`;
  if (expires === undefined) {
    return row;
  }
  const text = remainingText(new Date(expires), now);
  return `${row}  ${Date.parse(expires) - now.getTime() <= WARNED_MS ? colors.yellow(text) : text}`;
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return [colors.bold(title), ...rows, ""];
}

function rowsOf(workloads: readonly WorkloadStatus[], now: Date): readonly string[] {
  const names = Math.max(...workloads.map(({ name }) => name.length));
  const versions = Math.max(...workloads.map(({ version = "" }) => version.length));
  return workloads.flatMap(({ name, version = "", ready, replicas, state, since, reasons, url = "" }) => {
    const text = state === "ready" ? colors.green("ready") : colors.red(state);
    const long = since === undefined ? "" : `  for ${durationText(now.getTime() - Date.parse(since))}`;
    const row = `  ${name.padEnd(names)}  ${version.padEnd(versions)}  ${ready}/${replicas}  ${text}${long}  ${url}`;
    return [row.trimEnd(), ...reasons.map((reason) => `    ${reason}`)];
  });
}
