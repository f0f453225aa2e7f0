import colors from "picocolors";
import { type EnvironmentStatus, type Group, GROUPS, type WorkloadStatus } from "./environment-status";

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
          demos.map(({ name, url = "not complete" }) => `  ${name}  ${url}`),
        )),
  ]
    .join("\n")
    .trimEnd();
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

/** `42 s`, `5 min`, `3 h`, `2 days`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 120) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
