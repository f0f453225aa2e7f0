import { countsText, headline, levelsText, verdictOf } from "../headline";
import type { ChangeReport, EnvironmentReport, Risk } from "../report";
import { listText, type Shared, shared } from "../shared";
import { fieldLines, NamedChanges } from "./changes";
import { costLines } from "./cost";
import { diagram } from "./diagram";
import { Room } from "./room";
import { code, fence, plain } from "./text";
import { sortedRisks } from "../risks/risks";

/** Stands first in the comment, where nobody sees it: by this the comment is found again, and written anew. */
export const MARKER = "<!-- thoughts preview -->";

/**
 * GitHub takes 65,536 characters.
 * @see https://github.com/orgs/community/discussions/27190
 */
export const LIMIT = 64_000;

/** Shares of the comment that what stands around the changes may take. */
const MOST = { failures: 6_000, risks: 14_000, cost: 4_000, violations: 6_000, outputs: 6_000, unknown: 4_000 };

export interface CommentOptions {
  /** Where the whole report is, for people; a link, or the name of a file. @default - it is nowhere */
  readonly whole?: string | undefined;
  /** In characters. @default 64,000 */
  readonly limit?: number;
}

/** A report as a comment on a pull request: what a reviewer minds most is first, and every resource that changes is named. */
export function comment(report: ChangeReport, { whole, limit = LIMIT }: CommentOptions = {}): string {
  const { environments } = report;
  const changes = shared(environments, (environment) => environment.changes);
  const room = new Room(limit - ROOM_FOR_NOTES);
  const head = [MARKER, `## ${plain(headline(report))}`, alert(report), summaries(environments)];
  head.forEach((part) => {
    room.take(part);
  });
  // Names first: whatever else there is to say, no resource goes unnamed.
  const named = new NamedChanges(changes, room.left, environments.length);
  room.take("x".repeat(named.size));
  const above = [
    ...failures(environments, room),
    ...risks(environments, room),
    ...section(
      "Cost",
      room.lines(costLines(environments), MOST.cost, (count) => `- … and ${count} lines more`),
    ),
  ];
  const below = [...violations(environments, room), ...unknown(environments, room), ...outputs(environments, room)];
  const picture = diagram(changes);
  const drawn = picture === undefined ? [] : room.whole(hidden("Diagram", picture));
  const { sections, withoutFields, areNamesCut } = named.text(room.left + named.size);
  const notes = notesOf({ whole, withoutFields, areNamesCut });
  return [...head, ...above, ...drawn, ...(changes.length === 0 ? [] : sections), ...below, ...notes].join("\n\n");
}

/** Kept for what is said at the end. */
const ROOM_FOR_NOTES = 1_500;

function alert(report: ChangeReport): string {
  const verdict = verdictOf(report);
  const [first] = sortedRisks(report.environments.flatMap((environment) => environment.risks));
  switch (verdict) {
    case "failed":
      return box("CAUTION", "The preview did not come to its end: what is below may not be all that changes.");
    case "danger":
    case "warning":
    case "notice":
      return box(BOXES[verdict], first === undefined ? "" : riskText(first));
    case "changes":
      return box("NOTE", "No risk was found.");
    case "nothing":
      return box("TIP", "Everything stays as it is.");
  }
}

const BOXES = { danger: "CAUTION", warning: "WARNING", notice: "NOTE" } as const;

/** @see https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
function box(kind: string, text: string): string {
  return `> [!${kind}]\n> ${text}`;
}

/** A line for each, which a phone can break. */
function summaries(environments: readonly EnvironmentReport[]): string {
  const lines = environments.map((environment) => {
    const { stack, failure, risks: found, base } = environment;
    const failed = failure === undefined ? "" : "**failed**, until then ";
    const words = `${failed}${countsText(environment)}; risks: ${levelsText(found)}; compared with ${plain(base)}`;
    return `- **${plain(stack)}**: ${words}`;
  });
  return lines.join("\n");
}

function failures(environments: readonly EnvironmentReport[], room: Room): readonly string[] {
  return environments.flatMap(({ stack, failure }) => {
    if (failure === undefined) {
      return [];
    }
    const most = Math.floor(MOST.failures / environments.length);
    const lines = failure.split("\n").flatMap((line) => wrapped(line));
    return [
      `### Why the preview of ${code(stack)} failed`,
      fence(
        "text",
        room.lines(lines, most, (count) => `… ${count} lines more`),
      ),
    ];
  });
}

const WIDTH = 100;

/** A line in lines that are broken between words. */
function wrapped(line: string): readonly string[] {
  return line.match(new RegExp(`.{1,${WIDTH}}(?= |$)|\\S+`, "g"))?.map((part) => part.trim()) ?? [line];
}

/** As many subjects of one risk are named here; they all are below. */
const MOST_SUBJECTS = 4;

function risks(environments: readonly EnvironmentReport[], room: Room): readonly string[] {
  const all = shared(environments, (environment) => environment.risks);
  const stacksOf = new Map(all.map((item) => [item.one, item]));
  const alike = new Map<string, Risk[]>();
  for (const risk of sortedRisks(all.map(({ one }) => one))) {
    const key = JSON.stringify([risk.level, risk.kind, risk.what, stacksOf.get(risk)?.stacks]);
    alike.set(key, [...(alike.get(key) ?? []), risk]);
  }
  const lines = [...alike.values()].map((some) => {
    const [first] = some;
    const item = first && stacksOf.get(first);
    return first === undefined || item === undefined
      ? ""
      : `- **${first.level}**, ${first.kind}: ${subjectsText(some)}${plain(first.what)}${where(item, environments)}`;
  });
  return section(
    "Risks",
    room.lines(lines, MOST.risks, (count) => `- … and ${count} more, none of them worse`),
  );
}

function subjectsText(some: readonly Risk[]): string {
  const subjects = some.map(({ subject }) => subject).filter((subject) => subject !== "");
  const more = subjects.length - MOST_SUBJECTS;
  const texts = subjects.slice(0, MOST_SUBJECTS).map(code);
  return texts.length === 0
    ? ""
    : `${texts.join(", ")}${more > 0 ? ` and ${more} more` : ""}${subjects.length > 1 ? ", each" : ""} `;
}

function riskText({ subject, what }: Risk): string {
  return subject === "" ? plain(what) : `${code(subject)} ${plain(what)}`;
}

/** In which environments, where it is not all of them. */
function where({ stacks }: Shared<unknown>, environments: readonly EnvironmentReport[]): string {
  return stacks.length === environments.length ? "" : ` (${listText(stacks)})`;
}

function violations(environments: readonly EnvironmentReport[], room: Room): readonly string[] {
  const all = shared(environments, (environment) => environment.violations);
  const lines = all.map((item) => {
    const { policy, level, resource, message } = item.one;
    return `- **${level}** ${code(policy)} on ${code(resource)}: ${plain(message)}${where(item, environments)}`;
  });
  const shown = room.lines(lines, MOST.violations, (count) => `- … and ${count} more`);
  return section("Policies", shown.length === 0 ? ["No rule of the policy pack speaks against it."] : shown);
}

function unknown(environments: readonly EnvironmentReport[], room: Room): readonly string[] {
  const warnings = shared(environments, (environment) => environment.warnings).map(
    (item) => `- the engine warns: ${plain(item.one)}${where(item, environments)}`,
  );
  const gaps = shared(environments, (environment) => environment.unknown).map(
    (item) => `- ${plain(item.one)}${where(item, environments)}`,
  );
  const lines = room.lines([...warnings, ...gaps], MOST.unknown, (count) => `- … and ${count} more`);
  return lines.length === 0 ? [] : [hidden("What could not be known, and warnings", lines.join("\n"))];
}

function outputs(environments: readonly EnvironmentReport[], room: Room): readonly string[] {
  const all = shared(environments, (environment) => environment.outputs);
  const lines = all.flatMap((item) => fieldLines(item.one).map((line) => `${line}${where(item, environments)}`));
  const shown = room.lines(lines, MOST.outputs, (count) => `! … and ${count} lines more`);
  return shown.length === 0 ? [] : [`### Outputs\n\n${fence("diff", shown)}`];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}\n\n${lines.join("\n")}`];
}

/** What is shown when somebody asks for it. */
function hidden(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}

const LEGEND =
  "`+` is created, `!` changed, `-` deleted, `-/+` replaced; `*-name` is a part of each component behind the colon.";

interface Notes {
  readonly whole: string | undefined;
  readonly withoutFields: number;
  readonly areNamesCut: boolean;
}

function notesOf({ whole, withoutFields, areNamesCut }: Notes): readonly string[] {
  const left = [
    ...(withoutFields > 0 ? [`the fields of ${withoutFields} changes did not fit`] : []),
    ...(areNamesCut ? ["long names lost their middle"] : []),
  ];
  const rest = left.length === 0 ? "" : `Here ${left.join(", and ")}. `;
  const link = whole === undefined ? "" : `The whole: ${linkOf(whole)}. `;
  return [`<sub>${rest}${link}${LEGEND} Made by \`npx thoughts preview\`.</sub>`];
}

/** Only an address of HTTPS without anything that Markdown would read is a link. */
function linkOf(whole: string): string {
  return /^https:\/\/[\w.:/-]+$/.test(whole) ? `[the report](${whole})` : code(whole);
}
