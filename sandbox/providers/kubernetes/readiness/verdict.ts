import type { Cluster } from "../cluster";
import type { JsonObject } from "../../wire/json";
import { objectsAt, textAt } from "../../wire/json";
import type { Selection } from "../watch";

/** What the present state of an object means for those who wait for it. */
export type Verdict =
  | { readonly state: "ready" }
  | { readonly state: "waiting"; readonly reason: string }
  | { readonly state: "failed"; readonly reason: string };

export const READY: Verdict = { state: "ready" };
export const waiting = (reason: string): Verdict => ({ state: "waiting", reason });
export const failed = (reason: string): Verdict => ({ state: "failed", reason });

/** How to tell that an object of a kind is ready. */
export interface Readiness {
  /** Judges the live object, with what it depends on when `related` names something. Pure. */
  judge(live: JsonObject, related: readonly JsonObject[]): Verdict;
  /** Other objects that the verdict depends on; none by default. */
  related?(live: JsonObject): Selection | undefined;
  /** Whether there is anything to wait for; true by default. */
  applies?(live: JsonObject, cluster: Cluster): Promise<boolean>;
  /** More reasons to tell when the wait fails, such as what its pods say. */
  explain?(live: JsonObject, cluster: Cluster): Promise<string[]>;
}

/** The object's condition of a type, or `undefined`. */
export function condition(live: JsonObject, type: string): JsonObject | undefined {
  return objectsAt(live, "status", "conditions").find((entry) => textAt(entry, "type") === type);
}

/** Whether a condition is `True`. */
export function holds(live: JsonObject, type: string): boolean {
  return textAt(condition(live, type), "status") === "True";
}

/** A condition in words: `Progressing is False: ProgressDeadlineExceeded: …`. */
export function conditionText(entry: JsonObject): string {
  const parts = [textAt(entry, "reason"), textAt(entry, "message")].filter((part) => part !== "");
  return [`${textAt(entry, "type")} is ${textAt(entry, "status")}`, ...parts].join(": ");
}
