import type { Cluster } from "./cluster";
import { NotReadyError } from "./errors";
import { textAt, type JsonObject } from "../wire/json";
import type { Kind } from "./kinds";
import { readinessOf } from "./readiness";
import type { Readiness, Verdict } from "./readiness/verdict";
import { follow, list, onlyNamed } from "./watch";

export interface Waiting {
  readonly cluster: Cluster;
  readonly kind: Kind;
  readonly inputs: JsonObject;
  readonly timeoutSeconds: number;
  /** Ends the wait when the engine cancels the update. */
  readonly cancelled: AbortSignal;
  /** Told what is being waited for, whenever that changes. */
  readonly report: (status: string) => void;
}

interface Outcome {
  readonly live: JsonObject;
  readonly verdict: Verdict;
}

async function reasons(wait: Waiting, rule: Readiness, live: JsonObject, first: string): Promise<string[]> {
  try {
    return [first, ...((await rule.explain?.(live, wait.cluster)) ?? [])];
  } catch {
    // The reasons are a help; when they cannot be had, the failure itself is still told.
    return [first];
  }
}

/** Watches the object, and what it depends on, until a verdict is final or the time is over. */
async function watchUntilFinal(
  wait: Waiting,
  rule: Readiness,
  applied: JsonObject,
  end: AbortSignal,
): Promise<Outcome> {
  const related = rule.related?.(applied);
  const enough = new AbortController();
  const signal = AbortSignal.any([end, enough.signal]);
  let live = applied;
  let others: readonly JsonObject[] = [];
  let verdict: Verdict = { state: "waiting", reason: "nothing is known yet" };
  const decide = (): boolean => {
    verdict = rule.judge(live, others);
    if (verdict.state === "waiting") wait.report(verdict.reason);
    else enough.abort();
    return verdict.state !== "waiting";
  };
  if (!related && decide()) return { live, verdict };
  const path = await wait.cluster.collection(wait.kind, textAt(applied, "metadata", "namespace"));
  const own = follow(
    wait.cluster,
    onlyNamed(path, textAt(applied, "metadata", "name")),
    (objects) => {
      const [found] = objects;
      if (found) {
        live = found;
        return decide();
      }
      verdict = { state: "failed", reason: "the object was deleted while it was waited for" };
      enough.abort();
      return true;
    },
    signal,
    applied,
  );
  const beside = related
    ? follow(
        wait.cluster,
        related,
        (objects) => {
          others = objects;
          return decide();
        },
        signal,
      )
    : Promise.resolve();
  try {
    await Promise.all([own, beside]);
  } catch (error) {
    if (!signal.aborted) {
      enough.abort();
      await Promise.allSettled([own, beside]);
      throw error;
    }
  }
  await Promise.allSettled([own, beside]);
  return { live, verdict };
}

/**
 * Waits until an applied object is ready, by the rules of its kind.
 * @returns the live object as last seen
 * @throws NotReadyError when it fails, the time is over or the engine cancels
 */
export async function untilReady(wait: Waiting, applied: JsonObject): Promise<JsonObject> {
  const rule = readinessOf(wait.kind, wait.inputs);
  if (!rule || (await rule.applies?.(applied, wait.cluster)) === false) return applied;
  const timer = AbortSignal.timeout(wait.timeoutSeconds * 1000);
  const { live, verdict } = await watchUntilFinal(wait, rule, applied, AbortSignal.any([wait.cancelled, timer]));
  wait.report("");
  if (verdict.state === "ready") return live;
  if (verdict.state === "failed") throw new NotReadyError(live, await reasons(wait, rule, live, verdict.reason));
  const end = wait.cancelled.aborted ? "cancelled" : `not ready after ${wait.timeoutSeconds} s`;
  throw new NotReadyError(live, await reasons(wait, rule, live, `${end}: ${verdict.reason}`));
}

/**
 * Looks once whether a live object is ready.
 * @throws NotReadyError when it is not
 */
export async function requireReady(wait: Waiting, live: JsonObject): Promise<void> {
  const rule = readinessOf(wait.kind, wait.inputs);
  if (!rule || (await rule.applies?.(live, wait.cluster)) === false) return;
  const related = rule.related?.(live);
  const others = related ? (await list(wait.cluster, related, wait.cancelled)).items : [];
  const verdict = rule.judge(live, others);
  if (verdict.state !== "ready") throw new NotReadyError(live, await reasons(wait, rule, live, verdict.reason));
}
