import type { Environment } from "../../infra/environment";
import { checkEnvironment } from "../../infra/environment";
import type { Observability } from "../../infra/observability/choice";
import { environmentOf } from "../environments";
import { committedConfig } from "./settings";

/** An environment like production with a name of this many letters. */
export function namedWith(letters: number): Environment {
  const { observability, ...production } = environmentOf(committedConfig("production"));
  const name = "e".repeat(letters);
  // Its secrets have the environment's name in theirs.
  const own = JSON.stringify(observability).replaceAll("thoughts/production/", `thoughts/${name}/`);
  return { ...production, name, observability: JSON.parse(own) as Observability };
}

/** An environment like production with the longest name that one may have. @throws {Error} if none may be had */
export function longestNamed(): Environment {
  const lengths = Array.from({ length: 64 }, (_, index) => 64 - index);
  const longest = lengths.map(namedWith).find((environment) => checkEnvironment(environment).length === 0);
  if (longest === undefined) {
    throw new Error("an environment like production is refused whatever its name is.");
  }
  return longest;
}
