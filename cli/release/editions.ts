import { execFileSync, type StdioOptions } from "node:child_process";
import { userInfo } from "node:os";
import type { ServiceName } from "../../infra/system";
import { type Edition, withEdits } from "../../release/edits";
import type { ServiceRelease, Stamp } from "../../release/service-release";
import { ROOT } from "../folders";
import { readRelease, releaseIn, type ReleaseSettings } from "./stack-file";

/** As many commits of a stack's file are looked at: more than revisions are kept. */
const MOST_COMMITS = 50;

/** A commit of a file, as `git log` prints it here. */
interface Commit extends Stamp {
  readonly hash: string;
  readonly subject: string;
}

/**
 * What a stack is to run, for a command that goes on from there: a version that somebody wrote into the file is a revision
 * like any other.
 * @throws {UserError} if there is no such stack, or with all that is wrong with its release
 */
export function releaseWithEdits(stack: string): ReleaseSettings {
  const settings = readRelease(stack);
  const committed = committedSettings(`Pulumi.${stack}.yaml`);
  const services = Object.entries(settings.services).map(([service, release]) => {
    const editions = [...committed.flatMap((commit) => editionOf(commit, service)), { release }];
    return [service, withEdits(editions) ?? release];
  });
  return { ...settings, services: Object.fromEntries(services) as Record<ServiceName, ServiceRelease> };
}

/** Who brings something in now, and when. */
export function stampNow(): Stamp {
  const at = timeText(new Date());
  const [name = ""] = git(["config", "user.name"]).split("\n");
  return { at, by: name === "" ? userInfo().username : name };
}

/** To the second. */
function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

interface CommittedSettings extends Commit {
  readonly settings: ReleaseSettings;
}

function editionOf({ settings, at, by, subject }: CommittedSettings, service: string): readonly Edition[] {
  const release = settings.services[service as ServiceName] as ServiceRelease | undefined;
  return release === undefined ? [] : [{ release, at, by, subject }];
}

/** What a file said in its latest commits, the oldest first. @returns none if this is no clone, or the file is new */
function committedSettings(file: string): readonly CommittedSettings[] {
  const commits = commitsOf(file);
  const texts = textsOf(commits.map(({ hash }) => `${hash}:${file}`));
  return commits.flatMap((commit, index) => {
    try {
      return [{ ...commit, settings: releaseIn(file, texts[index] ?? "") }];
    } catch {
      // Somebody had broken it then.
      return [];
    }
  });
}

/** What files were in commits, asked for at once. @see https://git-scm.com/docs/git-cat-file#_batch_output */
function textsOf(names: readonly string[]): readonly string[] {
  const input = names.map((name) => `${name}\n`).join("");
  const output = Buffer.from(git(["cat-file", "--batch"], input));
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

function commitsOf(file: string): readonly Commit[] {
  const format = "--format=%H%x09%ct%x09%an%x09%s";
  const log = git(["log", "--first-parent", `-n${MOST_COMMITS}`, format, "--", file]);
  const commits = log.split("\n").filter((line) => line !== "");
  return commits.toReversed().map((line) => {
    const [hash = "", seconds = "", by = "", ...subject] = line.split("\t");
    return { hash, at: timeText(new Date(Number(seconds) * 1_000)), by, subject: subject.join(" ") };
  });
}

/** @returns nothing if git has nothing to say */
function git(args: readonly string[], input = ""): string {
  try {
    const stdio: StdioOptions = ["pipe", "pipe", "ignore"];
    return execFileSync("git", args, { cwd: ROOT, encoding: "utf8", input, stdio });
  } catch {
    return "";
  }
}
