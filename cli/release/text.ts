import colors from "picocolors";
import type { ServiceName } from "../../infra/system";
import { commandLine, revisionOf, type Subject } from "../../release/change";
import type { ServiceRelease } from "../../release/service-release";
import { table } from "../table";
import { type Progress, progressOf } from "./progress";

/** How many pods a slot has, and which version they are. */
export interface SlotPods {
  readonly slot: string;
  readonly ready: number;
  readonly pods: number;
  readonly tags: readonly string[];
}

/** What a service runs, how far a change of it has come, and what to type next. */
export function statusText(subject: Subject, release: ServiceRelease, slots: readonly SlotPods[] = []): string {
  const { tag, cause, emergency, set } = release;
  const why = cause === undefined && emergency === undefined ? "" : colors.dim(`  ${whyOf({ cause, emergency, set })}`);
  const head = `${colors.bold(subject.service)}  ${tag}, revision ${revisionOf(release)}${why}`;
  const rows = slots.map(({ slot, ready, pods, tags }) => {
    const state = `${ready}/${pods} ready`;
    return `  ${slot.padEnd(6)}  ${ready === pods ? colors.green(state) : colors.red(state)}  ${tags.join(", ")}`;
  });
  const progress = progressOf(subject, release);
  return [head, ...rows, ...(progress === undefined ? [] : changeLines(progress))].join("\n");
}

function changeLines({ to, strategy, steps, cause, emergency, set, commands }: Progress): readonly string[] {
  const way = steps.map(({ name, state }) => {
    const text = `${state === "to come" ? "○" : "●"} ${name}`;
    return state === "now" ? colors.bold(text) : colors.dim(text);
  });
  const width = Math.max(...commands.map(({ line }) => line.length));
  return [
    `  to ${to} by ${strategy}  ${way.join("  ")}${colors.dim(`  ${whyOf({ cause, emergency, set })}`)}`,
    ...commands.map(({ line, effect }) => `  ${line.padEnd(width)}  ${colors.dim(effect)}`),
  ];
}

type Why = Pick<ServiceRelease, "cause" | "emergency"> & { readonly set?: readonly ServiceName[] | undefined };

function whyOf({ cause = "(not said)", emergency, set }: Why): string {
  const notes = [
    ...(emergency === undefined ? [] : [`emergency: ${emergency}`]),
    ...(set === undefined ? [] : [`set of ${set.join(" and ")}`]),
  ];
  return notes.length === 0 ? cause : `${cause} (${notes.join("; ")})`;
}

/** Every revision that is known, the newest last: `kubectl rollout history` lists them so, without time and author. */
export function historyText(subject: Subject, release: ServiceRelease): string {
  const { tag, cause, emergency, set, at, by, history = [] } = release;
  const revisions = [...history, { revision: revisionOf(release), tag, cause, emergency, set, at, by }];
  const rows = revisions.map((one) => [
    String(one.revision),
    one.tag,
    one.at?.replace("T", " ").slice(0, "2026-11-30 08:15".length) ?? "-",
    one.by ?? "-",
    whyOf(one),
  ]);
  return [
    colors.bold(subject.service),
    ...table([["REVISION", "VERSION", "WHEN (UTC)", "BY", "CAUSE"], ...rows]).map((line) => `  ${line}`),
    colors.dim(`  ${commandLine("rollback", subject, "--to REVISION --cause WHY")}`),
    ...(set === undefined ? [] : [colors.dim(`  ${commandLine("rollback", { ...subject, set }, "--cause WHY")}`)]),
  ].join("\n");
}
