import type { Problem } from "../components/base/problems";
import { isSameSet } from "./release-set";
import { type ServiceSettings, strategyOf } from "./service-settings";
import { SERVICES, type ServiceName } from "./system";

type Settings = Pick<ServiceSettings, "image" | "release" | "strategy" | "set">;

/** What is wrong with the sets that are under way: a set has all its members, and all of them are at the same step. */
export function checkSets(services: Readonly<Record<ServiceName, Settings>>): readonly Problem[] {
  return SERVICES.flatMap((name) => {
    const { release, set } = services[name];
    return release?.rollout === undefined || set === undefined ? [] : checkMember(name, set.members, services);
  });
}

function checkMember(
  name: ServiceName,
  members: readonly ServiceName[],
  services: Readonly<Record<ServiceName, Settings>>,
): readonly Problem[] {
  const list = `[${members.join(", ")}]`;
  const problem = (message: string): Problem => ({ path: `${name}.release.rollout.set`, message });
  if (!members.includes(name) || new Set(members).size !== members.length) {
    return [problem(`${list} is no set of ${name}; list each of its services once, ${name} too.`)];
  }
  const { kind } = strategyOf(name, services[name]);
  const way =
    kind === "blueGreen"
      ? []
      : [problem(`${name} is changed by ${kind}, and a set by blueGreen. Write strategy: { kind: blueGreen }.`)];
  const phase = services[name].release?.rollout?.phase ?? "";
  const others = members.filter((member) => member !== name);
  return [
    ...way,
    ...others.flatMap((member) => {
      const { release, set } = services[member];
      if (release?.rollout === undefined || !isSameSet(members, set?.members)) {
        return [
          problem(
            `${member} does not change in this set. Write its rollout with set: ${list} too, or take every rollout of the ` +
              "set out, which takes all of them back.",
          ),
        ];
      }
      return release.rollout.phase === phase
        ? []
        : [problem(`${name} is at ${phase}, and ${member} at ${release.rollout.phase}. Write the same phase for all.`)];
    }),
  ];
}
