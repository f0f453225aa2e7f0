/** One thing that the check found. A note is for people to know; only a failure speaks against going on. */
export interface Finding {
  readonly kind: "ok" | "note" | "failure";
  /** For people: what it is and, unless all is well, what to do. */
  readonly text: string;
}

/** What was found about one subject. */
export interface Topic {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export const ok = (text: string): Finding => ({ kind: "ok", text });
export const note = (text: string): Finding => ({ kind: "note", text });
export const failure = (text: string): Finding => ({ kind: "failure", text });

export function failures(topics: readonly Topic[]): readonly Finding[] {
  return topics.flatMap(({ findings }) => findings).filter(({ kind }) => kind === "failure");
}

/** `1 node`, `3 nodes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Names as far as they can be read at a glance: the first five, and how many more there are. */
export function some(names: readonly string[]): string {
  const shown = [...names].sort().slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
