import fc from "fast-check";
import type { Change } from "../../../engine/pulumi/change";
import { changeText } from "../../changes/change-text";
import { componentUrn } from "./changes";

const OPS = ["create", "update", "replace", "delete"];
const TYPES = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:core/v1:ConfigMap",
  "kubernetes:core/v1:Secret",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:rds/instance:Instance",
];
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export interface RandomChanges {
  /** How many; fewer where two come out the same. */
  readonly count: { readonly min?: number; readonly max: number };
  /** Of a component's name, and of what its part's name has besides. */
  readonly longest: number;
}

/** Changes of anything, each of another resource. From one number each: a list of thousands can't be made smaller in time. */
export function randomChanges({ count: { min = 0, max }, longest }: RandomChanges): fc.Arbitrary<readonly Change[]> {
  return fc.tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.integer({ min, max })).map(([seed, count]) => {
    const next = numbers(seed);
    const name = (least: number) =>
      Array.from({ length: least + next(longest - least + 1) }, () => LETTERS[next(LETTERS.length)] ?? "").join("");
    const owners = Array.from({ length: 1 + next(count + 1) }, () => name(longest));
    const all = Array.from({ length: count }, () => changeOf(next, owners, name(Math.min(6, longest))));
    return [...new Map(all.map((change) => [changeText(change), change])).values()];
  });
}

function changeOf(next: (below: number) => number, owners: readonly string[], role: string): Change {
  const owner = next(4) === 0 ? undefined : owners[next(owners.length)];
  const value = LETTERS.repeat(1 + next(8));
  return {
    op: OPS[next(OPS.length)] ?? "update",
    type: TYPES[next(TYPES.length)] ?? "",
    name: owner === undefined ? role : `${owner}-${role}`,
    ...(owner !== undefined && { parent: componentUrn(owner) }),
    fields: [{ path: ["spec", "value"], before: "old", after: value }],
    before: { spec: { value: "old" } },
    after: { spec: { value } },
  };
}

/** Whole numbers below a bound, always the same for the same start. @see https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
