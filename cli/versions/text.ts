import colors from "picocolors";
import { durationText } from "../duration";
import { table } from "../table";
import type { Deployed, DeployedService } from "./deployed";

/** All environments side by side, then each with what is known of its versions. @param now to say for how long */
export function versionsText(all: readonly Deployed[], now: Date): string {
  const known = all.filter(({ services }) => services.length > 0);
  const names = [...new Set(known.flatMap(({ services }) => services.map(({ service }) => service)))];
  const cell = ({ services }: Deployed, name: string) => {
    const found = services.find(({ service }) => service === name);
    return found === undefined ? "" : tagText(found);
  };
  const side = table([
    ["", ...known.map(({ environment }) => environment)],
    ...names.map((name) => [name, ...known.map((deployed) => cell(deployed, name))]),
  ]);
  return [...side, "", ...all.flatMap((deployed) => section(deployed, now))].join("\n").trimEnd();
}

function section({ environment, place, services, problem }: Deployed, now: Date): readonly string[] {
  return [
    `${colors.bold(environment)}  ${place}`,
    ...(problem === undefined ? [] : [`  ${colors.red(problem)}`]),
    ...services.flatMap((service) => [`  ${service.service}  ${tagText(service)}`, `    ${historyText(service, now)}`]),
    "",
  ];
}

/** `v3.7`, or `v3.7 → v3.8 (10%)` while one takes over. */
export function tagText({ tag, next }: Pick<DeployedService, "tag" | "next">): string {
  return next === undefined ? tag : `${tag} → ${next.tag} (${next.phase})`;
}

function historyText(service: DeployedService, now: Date): string {
  return [runningText(service), sinceText(service, now), releaseText(service)].join("; ");
}

/** What the cluster says: `2/2 ready`, with the version where it is another one than the file's. */
export function runningText({ tag, running }: Pick<DeployedService, "tag" | "running">): string {
  if (typeof running === "string") {
    return running;
  }
  const texts = running.map(
    ({ tag: seen, ready, replicas }) => `${seen === tag ? "" : `${seen} `}${ready}/${replicas} ready`,
  );
  return texts.length === 0 ? "does not run" : texts.join(", ");
}

/** `since 2026-11-25 08:15 UTC (5 d)` */
export function sinceText({ since }: Pick<DeployedService, "since">, now: Date): string {
  return since === undefined
    ? "since when is not written down"
    : `since ${since.slice(0, 16).replace("T", " ")} UTC (${durationText(now.getTime() - Date.parse(since))})`;
}

/** `revision 2 by Ann: search is faster` */
export function releaseText({ revision, by, cause }: Pick<DeployedService, "revision" | "by" | "cause">): string {
  return `revision ${revision}${by === undefined ? "" : ` by ${by}`}${cause === undefined ? "" : `: ${cause}`}`;
}
