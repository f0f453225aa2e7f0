import { rankOf, rankOfOperation, type ReportedChange, type ReportedField } from "../report";
import { byStacks, listText, type Shared } from "../shared";
import { compactLines, fullName, markOf } from "./names";
import { fence } from "./text";

/** Values that fit on a line with each other are shown so. */
const ONE_LINE = 90;

/** Where no name may be longer, nobody recognizes what is left of it. */
const SHORTEST_NAME = 8;
const LONGEST_NAME = 120;

/** The resources that change: the riskiest with their fields, and all by name. */
export interface ChangesText {
  readonly sections: readonly string[];
  /** Changes whose fields are not shown, although they have some. */
  readonly withoutFields: number;
  /** Whether a name lost its middle. */
  readonly areNamesCut: boolean;
}

type StackSet = ReturnType<typeof byStacks<ReportedChange>>[number];

/** How few characters name them all: what a comment keeps free for them. */
export class NamedChanges {
  readonly #sets: readonly StackSet[];
  readonly #longest: number;

  /**
   * @param room for all names
   * @param stacks how many there are: what all of them have in common needs no names of them
   */
  constructor(
    changes: readonly Shared<ReportedChange>[],
    room: number,
    private readonly stacks: number,
  ) {
    this.#sets = byStacks(changes).map(({ stacks: own, all }) => ({ stacks: own, all: byComponent(all) }));
    this.#longest = this.#sizeWith(Infinity) <= room ? Infinity : this.#fitting(room);
  }

  /** Characters of all names. */
  get size(): number {
    return this.#sizeWith(this.#longest);
  }

  /** @param room for names and fields */
  text(room: number): ChangesText {
    let left = room - this.size;
    let withoutFields = 0;
    const sections = this.#sets.map((set) => {
      const own = this.#section(set, 0).length;
      const count = mostThat((shown) => this.#section(set, shown).length - own <= left, set.all.length);
      const text = this.#section(set, count);
      left -= text.length - own;
      withoutFields += set.all.slice(count).filter(({ fields }) => fields.length > 0).length;
      return text;
    });
    return { sections, withoutFields, areNamesCut: this.#longest !== Infinity };
  }

  #sizeWith(longest: number): number {
    return this.#sets.reduce((sum, set) => sum + this.#section(set, 0, longest).length + 2, 0);
  }

  #fitting(room: number): number {
    const range = LONGEST_NAME - SHORTEST_NAME;
    return SHORTEST_NAME + mostThat((more) => this.#sizeWith(SHORTEST_NAME + more) <= room, range);
  }

  /** @param count of changes that are shown with their fields; the others are named */
  #section({ stacks, all }: StackSet, count: number, longest = this.#longest): string {
    const title = this.stacks === 1 ? "Changes" : `Changes in ${listText(stacks)}`;
    const lines = [...fullLines(all.slice(0, count)), ...namesOf(all.slice(count), count > 0, longest)];
    return `### ${title}\n\n${fence("diff", lines)}`;
  }
}

function namesOf(changes: readonly ReportedChange[], isRest: boolean, longest: number): readonly string[] {
  const names = compactLines(changes, longest);
  return isRest && names.length > 0 ? ["@@ by name only @@", ...names] : names;
}

/** The largest number for which something holds, where it holds for all smaller ones. */
function mostThat(holds: (count: number) => boolean, most: number): number {
  let [known, unknown] = [0, most + 1];
  while (unknown - known > 1) {
    const middle = Math.floor((known + unknown) / 2);
    if (holds(middle)) {
      known = middle;
    } else {
      unknown = middle;
    }
  }
  return known;
}

/** Components one after the other, the one with the riskiest change first. */
function byComponent(changes: readonly ReportedChange[]): readonly ReportedChange[] {
  const components = new Map<string, ReportedChange[]>();
  for (const change of changes) {
    const parts = components.get(change.component) ?? [];
    parts.push(change);
    components.set(change.component, parts);
  }
  const rank = ([first]: readonly ReportedChange[]) =>
    first === undefined ? 0 : rankOf(first.level) * 10 + rankOfOperation(first.op);
  return [...components.values()].sort((a, b) => rank(a) - rank(b)).flat();
}

function fullLines(changes: readonly ReportedChange[]): readonly string[] {
  return changes.flatMap((change, index) => {
    const { op, component, fields } = change;
    const isFirst = index === 0 || changes[index - 1]?.component !== component;
    return [
      ...(isFirst ? [`@@ ${component === "" ? "of no component" : component} @@`] : []),
      fullName(change),
      ...fields.flatMap((field) => fieldLines(field, markOf(op))),
    ];
  });
}

/** @param mark of the resource: of one that is replaced, fields are changed too */
export function fieldLines(field: ReportedField, mark = "!"): readonly string[] {
  const { path } = field;
  const [before, after] = [shortDigest(field.before), shortDigest(field.after)];
  const own = mark === "-/+" ? "!" : mark;
  if (before === undefined && after === undefined) {
    return [`${own}   ${path}`];
  }
  if (before === undefined || after === undefined) {
    const added = before === undefined;
    return [`${added ? "+" : "-"}   ${path}: ${(added ? after : before) ?? ""}`];
  }
  const line = `${own}   ${path}: ${before} → ${after}`;
  return line.length <= ONE_LINE ? [line] : [`${own}   ${path}:`, `-     ${before}`, `+     ${after}`];
}

/** Twelve characters of a digest tell it from every other. */
function shortDigest(text: string | undefined): string | undefined {
  return text?.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, "$1…");
}
