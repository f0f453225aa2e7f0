import { existsSync } from "node:fs";
import { awake, change, derive, follow, type Source, unfollow, type Wish } from "../../../stacks/derivation";
import type { DemoText } from "../../../stacks/demo-settings";
import { DEMO_SOURCES, isDemo } from "../../../stacks/names";
import { UserError } from "../../../engine/user-error";
import { aloneOn } from "../../alone";
import { isAccountSource } from "../../env/account-source";
import { newestImages } from "../../env/branch-images";
import { bringIn } from "../../env/bring-in";
import { costHere } from "../../env/cost-here";
import { changeDemoFile, demoText, originOf, readDemo, writeNewDemo } from "../../env/demo-file";
import { checkDemoName } from "../../env/name";
import { defaultWish, followOf, type FollowWish, setsImage, wishOf, type WishOptions } from "../../env/wish";
import { stackFile } from "../../folders";
import { readRelease } from "../../release/stack-file";
import { table } from "../../table";
import { upCommand } from "../../up-command";
import { urlsOf } from "../../urls";

/** What a demo is to be: what was asked for, and the images of the branch that it is to follow. */
type Change = (settings: DemoText) => DemoText;

export interface CloneOptions extends WishOptions {
  /** Whether a copy of an environment on AWS is brought up too. @default false: only its file is written */
  readonly up?: boolean;
}

/**
 * `env clone`: a copy of the local environment is brought up; of one on AWS the file is written, and if that was asked for, it
 * is brought up too.
 * @returns the addresses of what is up
 */
export async function clone(
  source: string,
  name: string,
  options: CloneOptions,
): Promise<Readonly<Record<string, string>>> {
  checkDemoName(name);
  const wish = wishOf(options);
  const following = followOf(options);
  const from = sourceCalled(source, name);
  const write = async () => writeDemo(from, name, { wish, finish: await followed(from, following) });
  let urls: Readonly<Record<string, string>> = {};
  await aloneOn(name, async () => {
    demandOneSource(name, from, options);
    const { platform } = from;
    if (!isAccountSource(platform)) {
      await cloneHere(name, write);
      urls = urlsOf(name);
    } else if (options.up === true) {
      await write();
      urls = await (await import("../../env/account-run.js")).upInAccount(name, platform);
      console.log(["", ...urlRows(urls), "", untilText(name)].join("\n"));
    } else {
      sayWritten(from, name, await write());
    }
  });
  return urls;
}

/** `demo-anna is up. It is shop's, for 48 hours from its last change.` */
function untilText(name: string): string {
  const { demo } = readDemo(name);
  return `${name} is up. It is ${demo.owner}'s, for ${demo.ttlHours} hours from its last change.`;
}

function urlRows(urls: Readonly<Record<string, string>>): readonly string[] {
  return table(Object.entries(urls)).map((line) => `  ${line}`);
}

/** Of an environment on AWS: says what is left to do. */
function sayWritten(from: Source, name: string, isNew: boolean): void {
  console.log(
    `Pulumi.${name}.yaml is ${isNew ? "written" : "there"}. Bring it up with Pulumi itself, in the backend of ${from.platform}:\n` +
      `  pulumi stack init ${name}\n  ${upCommand(name)}`,
  );
}

/** Asks for the images of the branch. @returns what they make of a demo's settings */
async function followed({ platform }: Source, following: FollowWish): Promise<Change> {
  if (following === undefined) {
    return (settings) => settings;
  }
  if (following === "none") {
    return unfollow;
  }
  const images = await newestImages({ ...following, source: platform });
  return (settings) => follow(settings, images);
}

/** @throws {UserError} if nothing of that name can be copied */
function sourceCalled(stack: string, name: string): Source {
  const platform = DEMO_SOURCES.find((one) => one === stack);
  if (platform !== undefined) {
    return { stack, platform, release: readRelease(stack) };
  }
  if (stack === name) {
    throw new UserError(
      `${name} can't be a copy of itself; give another source: ${DEMO_SOURCES.join(", ")} or a demo.`,
    );
  }
  if (!isDemo(stack)) {
    const why =
      stack === "production"
        ? "production is copied by nobody: its data and keys stay where they are"
        : `"${stack}" is no environment that can be copied`;
    throw new UserError(`${why}; use ${DEMO_SOURCES.join(", ")} or a demo (npx thoughts env list).`);
  }
  const { source, release, sizes } = readDemo(stack);
  return { stack, platform: source, release, sizes };
}

/**
 * @throws {UserError} if there is a demo of this name that is a copy of another environment, or that takes its images from a
 * branch while one is asked for
 */
function demandOneSource(name: string, { stack }: Source, { set = [], follow: branch }: WishOptions): void {
  if (!existsSync(stackFile(name))) {
    return;
  }
  const settings = demoText(name);
  const before = originOf(settings);
  if (before !== stack) {
    throw new UserError(
      `the name ${name} is taken: Pulumi.${name}.yaml is a copy of ${before}, not of ${stack}. Use another name, or ` +
        `remove that one first: npx thoughts env destroy ${name}`,
    );
  }
  const { follow: followedBranch } = settings.demo;
  if (followedBranch !== undefined && branch === undefined && setsImage(set)) {
    throw new UserError(
      `${name} follows branch ${followedBranch.branch}, which says which images run; to say it yourself, give --no-follow too. ` +
        "Nothing was changed.",
    );
  }
}

/**
 * Writes the file of a demo, or what is to be otherwise in it.
 * @returns whether it is a new one
 */
function writeDemo(
  source: Source,
  name: string,
  { wish, finish }: { readonly wish: Partial<Wish>; readonly finish: Change },
): boolean {
  const now = new Date();
  if (!existsSync(stackFile(name))) {
    writeNewDemo(name, finish(derive(source, { overrides: [], ...defaultWish(), ...wish }, now)));
    return true;
  }
  changeDemoFile(name, awake(finish(change(demoText(name), wish, now))));
  return false;
}

async function cloneHere(name: string, write: () => Promise<boolean>): Promise<void> {
  const { result, ready, seconds } = await bringIn(name, async () => {
    await write();
  });
  const { demo } = readDemo(name);
  const cost = await costHere(name);
  console.log(
    [
      "",
      ...urlRows(urlsOf(name)),
      "",
      `  npx thoughts env show ${name}       what runs in it, whose it is and until when`,
      `  npx thoughts env destroy ${name}    remove it with its data`,
      "",
      `${name} is up after ${seconds} s: ${result}.`,
      `${ready}. It is ${demo.owner}'s, for ${demo.ttlHours} hours from its last change.`,
      ...(cost === undefined ? [] : [`It would cost ${cost}.`]),
    ].join("\n"),
  );
}
