import { type Level, rankOf, rankOfOperation, type ReportedChange, worst } from "../report";
import { byStacks, listText, type Shared } from "../shared";
import { fence } from "./text";

/** More components than this make no picture that helps. */
const MOST = 12;

const STYLES: Readonly<Record<Level | "none", string>> = {
  danger: "fill:#ffebe9,stroke:#cf222e,color:#82071e",
  warning: "fill:#fff8c5,stroke:#9a6700,color:#633c01",
  notice: "fill:#ddf4ff,stroke:#0969da,color:#0550ae",
  none: "fill:#f6f8fa,stroke:#59636e,color:#1f2328",
};

/**
 * Which components change, as a diagram that GitHub draws: the environments, and what changes in them, the riskiest first.
 * @returns nothing for a change of one component, which needs no picture
 */
export function diagram(changes: readonly Shared<ReportedChange>[]): string | undefined {
  const parts = componentsOf(changes);
  if (parts.length < 2) {
    return undefined;
  }
  const shown = parts.slice(0, MOST);
  const more = parts.length - shown.length;
  const places = [...new Set(shown.map(({ place }) => place))];
  const lines = [
    "flowchart LR",
    ...places.map((place, index) => `  e${index}(["${label(place)}"])`),
    ...shown.map(
      ({ place, name, counts }, index) => `  e${places.indexOf(place)} --> c${index}["${label(name)}<br/>${counts}"]`,
    ),
    ...(more > 0 ? [`  more["and ${more} more components"]`] : []),
    ...Object.entries(STYLES).map(([name, style]) => `  classDef ${name} ${style}`),
    ...shown.map(({ level }, index) => `  class c${index} ${level ?? "none"}`),
  ];
  return fence("mermaid", lines);
}

interface Part {
  readonly place: string;
  readonly name: string;
  readonly counts: string;
  readonly level: Level | undefined;
  readonly rank: number;
}

function componentsOf(changes: readonly Shared<ReportedChange>[]): readonly Part[] {
  const parts = byStacks(changes).flatMap(({ stacks, all }) => {
    const components = new Map<string, ReportedChange[]>();
    for (const change of all) {
      const name = change.component === "" ? change.name : change.component;
      components.set(name, [...(components.get(name) ?? []), change]);
    }
    return [...components].map(([name, own]): Part => {
      const level = worst(own.flatMap((change) => (change.level === undefined ? [] : [{ level: change.level }])));
      const rank = rankOf(level) * 10 + Math.min(...own.map(({ op }) => rankOfOperation(op)));
      return { place: listText(stacks), name, counts: countsOf(own), level, rank };
    });
  });
  return parts.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
}

function countsOf(changes: readonly ReportedChange[]): string {
  const ops = [...new Set(changes.map(({ op }) => op))].sort((a, b) => rankOfOperation(a) - rankOfOperation(b));
  return ops.map((op) => `${changes.filter((change) => change.op === op).length} ${label(op)}`).join(", ");
}

/** Only letters that mean nothing to the language of diagrams. */
function label(text: string): string {
  const safe = text.replace(/[^\p{L}\p{N} ,._/-]/gu, "_");
  return safe.length > 40 ? `${safe.slice(0, 39)}…` : safe;
}
