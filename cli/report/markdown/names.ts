import type { ReportedChange } from "../report";

/** In a block of the language `diff`, GitHub colours lines by these. */
const MARKS: Readonly<Record<string, string>> = { create: "+", update: "!", delete: "-", replace: "-/+" };

export function markOf(op: string): string {
  return Object.hasOwn(MARKS, op) ? (MARKS[op] ?? "!") : "!";
}

/** A line is no longer, if it can be broken. */
const WIDTH = 100;

/** A resource's line in full: `! Deployment frontend-deployment (warning)`. */
export function fullName({ op, kind, name, level }: ReportedChange): string {
  const word = Object.hasOwn(MARKS, op) ? "" : ` ${op}`;
  return `${markOf(op)}${word} ${kind} ${name}${level === undefined ? "" : ` (${level})`}`;
}

/**
 * Every change by its name, in as few characters as can be read: components whose parts change alike share a line, and what
 * their names have in common is said once.
 *
 *     + Deployment *-deployment, Service *-service: frontend, users-backend
 * @param longest of a part's or a component's name; longer ones lose their middle
 */
export function compactLines(changes: readonly ReportedChange[], longest = Infinity): readonly string[] {
  return sharingsOf(changes, longest).flatMap(({ op, roles, members }) => {
    const words = [...separated(roles), ...separated(members.sort())];
    words[roles.length - 1] = `${roles.at(-1) ?? ""}:`;
    return wrapped(markOf(op), words);
  });
}

/** Components of which the same parts change in the same way. */
interface Sharing {
  readonly op: string;
  readonly roles: readonly string[];
  readonly members: string[];
}

function sharingsOf(changes: readonly ReportedChange[], longest: number): readonly Sharing[] {
  const owners = new Map<string, Place[]>();
  for (const place of changes.map(placeOf)) {
    const own = owners.get(place.key);
    if (own === undefined) {
      owners.set(place.key, [place]);
    } else {
      own.push(place);
    }
  }
  const sharings = new Map<string, Sharing>();
  const share = (op: string, roles: readonly string[], member: string) => {
    const text = `${op} ${roles.join()}`;
    const sharing = sharings.get(text) ?? { op, roles: roles.map((role) => shortened(role, longest)), members: [] };
    sharing.members.push(shortened(member, longest));
    sharings.set(text, sharing);
  };
  const alike = new Map<string, (readonly Place[])[]>();
  for (const parts of owners.values()) {
    const text = parts
      .map(({ op, role }) => `${op} ${role}`)
      .sort()
      .join();
    alike.set(text, [...(alike.get(text) ?? []), parts]);
  }
  for (const same of alike.values()) {
    for (const parts of same) {
      const [{ op, owner } = { op: "", owner: "" }] = parts;
      if (same.length === 1 && parts.length < FEWEST_PARTS) {
        // Nothing is in common: with others of its kind, its whole name is shorter.
        parts.forEach(({ kind, name }) => share(op, [kind], name));
      } else {
        share(op, parts.map(({ role }) => role).sort(), owner);
      }
    }
  }
  return [...sharings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sharing]) => sharing);
}

/** From so many parts on, a component that has no equal is named once for them. */
const FEWEST_PARTS = 3;

interface Place {
  readonly key: string;
  readonly op: string;
  readonly kind: string;
  readonly name: string;
  /** What it is to its owner: `Deployment *-deployment`. */
  readonly role: string;
  /** Whose part it is, or its own name. */
  readonly owner: string;
}

/** Found once for each change: a comment asks for it again at each size that it tries. */
const PLACES = new WeakMap<ReportedChange, Place>();

function placeOf(change: ReportedChange): Place {
  const known = PLACES.get(change);
  if (known !== undefined) {
    return known;
  }
  const { op, name, component } = change;
  const kind = `${Object.hasOwn(MARKS, op) ? "" : `${op} `}${change.kind}`;
  const isPart = component !== "" && name.startsWith(`${component}-`);
  const own = isPart
    ? { key: `${op} ${component}`, role: `${kind} *${name.slice(component.length)}`, owner: component }
    : { key: `${op} ${component} ${kind} ${name}`, role: kind, owner: name };
  const place = { op, kind, name, ...own };
  PLACES.set(change, place);
  return place;
}

function shortened(name: string, longest: number): string {
  if (name.length <= longest) {
    return name;
  }
  const end = Math.floor((longest - 1) / 2);
  return `${name.slice(0, longest - 1 - end)}…${name.slice(name.length - end)}`;
}

function separated(items: readonly string[]): string[] {
  return items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
}

/** Words in lines that each begin with the mark. */
function wrapped(mark: string, words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = mark;
  for (const word of words) {
    if (line.length + word.length >= WIDTH && line !== mark) {
      lines.push(line);
      line = `${mark}  `;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
