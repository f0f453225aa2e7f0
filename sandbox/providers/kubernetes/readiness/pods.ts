import type { Cluster } from "../cluster";
import { asText, at, isObject, objectAt, objectsAt, textAt, type JsonObject } from "../../wire/json";
import { list } from "../watch";
import { condition, conditionText, holds } from "./verdict";

/** Enough to see what is wrong without filling the screen. */
const MOST_REASONS = 6;

function containerReasons(pod: JsonObject): string[] {
  const statuses = ["initContainerStatuses", "containerStatuses"].flatMap((field) => objectsAt(pod, "status", field));
  return statuses.flatMap((status) => {
    const state = at(status, "state", "waiting") ?? at(status, "state", "terminated");
    const done = at(status, "state", "terminated", "exitCode") === 0;
    if (!isObject(state) || done) return [];
    const before = textAt(status, "lastState", "terminated", "message");
    const words = [textAt(state, "reason"), textAt(state, "message"), before].filter((word) => word !== "");
    return words.length === 0 ? [] : [`container ${textAt(status, "name")}: ${words.join(": ")}`];
  });
}

/** What keeps a pod from being ready; empty when nothing does. */
export function podReasons(pod: JsonObject): string[] {
  if (holds(pod, "Ready") || textAt(pod, "status", "phase") === "Succeeded") return [];
  const name = textAt(pod, "metadata", "name");
  const unscheduled = condition(pod, "PodScheduled");
  const scheduling =
    unscheduled && textAt(unscheduled, "status") === "False"
      ? [`is not scheduled: ${textAt(unscheduled, "message")}`]
      : [];
  const own = [textAt(pod, "status", "reason"), textAt(pod, "status", "message")].filter((word) => word !== "");
  const found = [...scheduling, ...containerReasons(pod), ...(own.length === 0 ? [] : [own.join(": ")])];
  const notReady = condition(pod, "Ready");
  const reasons = found.length > 0 ? found : [notReady ? conditionText(notReady) : "has not started"];
  return reasons.map((reason) => `pod ${name} ${reason}`);
}

/** What the pods of a workload say, by its selector's labels. */
export async function explainPods(live: JsonObject, cluster: Cluster): Promise<string[]> {
  const labels = Object.entries(objectAt(live, "spec", "selector", "matchLabels"));
  if (labels.length === 0) return [];
  const labelSelector = labels.map(([key, value]) => `${key}=${asText(value)}`).join(",");
  const path = `/api/v1/namespaces/${textAt(live, "metadata", "namespace")}/pods`;
  const { items } = await list(cluster, { path, query: { labelSelector } });
  const events = items.length === 0 ? ["no pods exist"] : items.flatMap(podReasons);
  return events.slice(0, MOST_REASONS);
}
