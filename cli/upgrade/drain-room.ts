import { counted, failure, type Finding, note, ok, some } from "./finding";

/** A PodDisruptionBudget, and what its controller says of it. */
export interface DisruptionBudget {
  readonly namespace: string;
  readonly name: string;
  /** How many pods may be taken away now. */
  readonly allowed: number;
  /** How many pods it covers. */
  readonly expected: number;
  readonly healthy: number;
  /** How many have to stay healthy. */
  readonly desired: number;
}

/** A pod that no other one stands in for. */
export interface Lone {
  readonly namespace: string;
  /** Its controller's name, or its own if it has none. */
  readonly name: string;
  /** Whether something makes it anew on another node. */
  readonly comesBack: boolean;
}

/** Whether nodes can be emptied one after the other, as replacing them does. */
export function judgeDrainRoom(
  disruptionBudgets: readonly DisruptionBudget[],
  lone: readonly Lone[],
): readonly Finding[] {
  const stuck = disruptionBudgets.filter(({ allowed, expected }) => expected > 0 && allowed < 1);
  const away = lone.filter(({ comesBack }) => comesBack);
  const lost = lone.filter(({ comesBack }) => !comesBack);
  return [
    ...stuck.map((disruptionBudget) => failure(stuckText(disruptionBudget))),
    ...(stuck.length > 0
      ? []
      : [ok(`${counted(disruptionBudgets.length, "PodDisruptionBudget")}, each with room or without pods`)]),
    ...(away.length === 0
      ? []
      : [
          note(
            `${counted(away.length, "pod")} without another replica, away while its node is emptied: ${names(away)}`,
          ),
        ]),
    ...(lost.length === 0
      ? []
      : [note(`${counted(lost.length, "pod")} without a controller, gone with its node for good: ${names(lost)}`)]),
  ];
}

function stuckText({ namespace, name, expected, healthy, desired }: DisruptionBudget): string {
  const what = `PodDisruptionBudget ${namespace}/${name} lets none of its ${counted(expected, "pod")} be taken away`;
  return desired >= expected
    ? `${what}, now or ever, since ${desired} must be healthy; a node with one can't be emptied. ` +
        `Let it have maxUnavailable: 1, or have more pods.`
    : `${what} now: ${healthy} healthy, and ${desired} must be. Wait until the others are ready, or mend them.`;
}

function names(lone: readonly Lone[]): string {
  return some(lone.map(({ namespace, name }) => `${namespace}/${name}`));
}
