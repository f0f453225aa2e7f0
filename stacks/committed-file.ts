import { execFileSync } from "node:child_process";
import { timeText } from "./time-text";

/** As many commits of a stack's file are looked at: more than revisions are kept. */
const MOST_COMMITS = 50;

/** More than that many files of stacks take. Node's own default is 1 MiB, and git is then ended in the middle. */
const MOST_BYTES = 64 * 2 ** 20;

/** What a file said in a commit. */
export interface CommittedText {
  readonly text: string;
  readonly subject: string;
  /** When, in UTC, to the second. */
  readonly at: string;
  readonly by: string;
}

/**
 * What a file at the top of a clone said in its latest commits, the oldest first.
 * @param folder anywhere in the clone
 * @returns none if this is no clone, or the file is new
 */
export function committedTexts(folder: string, file: string): readonly CommittedText[] {
  const commits = commitsOf(folder, file);
  const names = commits.map(({ hash }) => `${hash}:${file}`);
  const texts = textsOf(folder, names);
  return commits.map(({ subject, at, by }, index) => ({ subject, at, by, text: texts[index] ?? "" }));
}

/**
 * What people have to know of a clone that was made with `--depth`: earlier commits are not there.
 * @returns nothing if they are
 */
export function shallowNotes(folder: string, file: string): readonly string[] {
  return askGit(folder, ["rev-parse", "--is-shallow-repository"]).trim() === "true"
    ? [
        `this clone is shallow: what ${file} said in earlier commits is not known here, and may allow what is refused. ` +
          "Fetch them, and try again: git fetch --unshallow",
      ]
    : [];
}

/** What git prints. @returns nothing if it has nothing to say */
export function askGit(folder: string, args: readonly string[], input = ""): string {
  try {
    return execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      input,
      stdio: ["pipe", "pipe", "ignore"],
      maxBuffer: MOST_BYTES,
    });
  } catch {
    return "";
  }
}

/** What files were in commits, asked for at once. @see https://git-scm.com/docs/git-cat-file#_batch_output */
function textsOf(folder: string, names: readonly string[]): readonly string[] {
  const input = names.map((name) => `${name}\n`).join("");
  const output = Buffer.from(askGit(folder, ["cat-file", "--batch"], input));
  const texts: string[] = [];
  for (let at = 0; at < output.length && texts.length < names.length;) {
    const end = output.indexOf("\n", at);
    const size = Number(/ blob (\d+)$/.exec(output.toString("utf8", at, end))?.[1] ?? -1);
    texts.push(output.toString("utf8", end + 1, end + 1 + Math.max(size, 0)));
    // A name that it does not know has a line, and no text.
    at = size < 0 ? end + 1 : end + 1 + size + 1;
  }
  return texts;
}

function commitsOf(folder: string, file: string): readonly (Omit<CommittedText, "text"> & { readonly hash: string })[] {
  const format = "--format=%H%x09%ct%x09%an%x09%s";
  const log = askGit(folder, ["log", "--first-parent", `-n${MOST_COMMITS}`, format, "--", `:(top)${file}`]);
  const commits = log.split("\n").filter((line) => line !== "");
  return commits.toReversed().map((line) => {
    const [hash = "", seconds = "", by = "", ...subject] = line.split("\t");
    return { hash, at: timeText(new Date(Number(seconds) * 1_000)), by, subject: subject.join(" ") };
  });
}
