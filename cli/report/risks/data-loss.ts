import { statefulOf } from "../../../policies/stateful";
import type { Finder } from "./finding";

/** What holds data and is replaced or deleted. */
export const dataLoss: Finder = ({ op, type, before = {} }) => {
  const stateful = op === "replace" || op === "delete" ? statefulOf(type, before) : undefined;
  const done = op === "replace" ? "is replaced" : "is deleted";
  return stateful === undefined
    ? []
    : [{ level: "danger", kind: "data loss", what: `${done}: ${stateful.holds} will be lost` }];
};
