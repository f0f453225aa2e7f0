import { statefulOf } from "../../../policies/stateful";
import type { Finder } from "./finding";

/** Fields that let something be deleted with what is in it. */
const FORCES = ["forceDestroy", "forceDelete", "skipFinalSnapshot"];

/** What keeps data from a deletion by mistake, and goes. */
export const protection: Finder = ({ op, type, before = {}, after = {} }) => {
  if (op !== "update") {
    return [];
  }
  const guard = statefulOf(type, after)?.deletionProtection;
  const off = guard !== undefined && before[guard] === true && after[guard] !== true ? [`${guard} goes off`] : [];
  const forced = FORCES.filter((field) => before[field] !== true && after[field] === true).map(
    (field) => `${field} goes on`,
  );
  return [...off, ...forced].map((what) => ({
    level: "warning",
    kind: "protection",
    what: `${what}: a later change can delete it with its data`,
  }));
};
