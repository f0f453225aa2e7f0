import { existsSync } from "node:fs";
import { awake, change, derive, type Source, type Wish } from "../../../stacks/derivation";
import { DEMO_SOURCES, isDemo } from "../../../stacks/names";
import { UserError } from "../../../engine/user-error";
import { aloneOn } from "../../alone";
import { bringIn } from "../../env/bring-in";
import { costHere } from "../../env/cost-here";
import { changeDemoFile, demoText, originOf, readDemo, writeNewDemo } from "../../env/demo-file";
import { checkDemoName } from "../../env/name";
import { defaultWish, wishOf, type WishOptions } from "../../env/wish";
import { stackFile } from "../../folders";
import { readRelease } from "../../release/stack-file";
import { upCommand } from "../../up-command";
import { urlsOf } from "../../urls";

/** `env clone`: a copy of the local environment is brought up; of one on AWS only the file is written. */
export async function clone(source: string, name: string, options: WishOptions): Promise<void> {
  checkDemoName(name);
  const wish = wishOf(options);
  const from = sourceCalled(source, name);
  if (from.platform === "local") {
    await aloneOn(name, () => cloneHere(from, name, wish));
    return;
  }
  await aloneOn(name, () => {
    writeFor(from, name, wish);
    return Promise.resolve();
  });
}

/** Of an environment on AWS: writes the file, and says what is left to do. */
function writeFor(from: Source, name: string, wish: Partial<Wish>): void {
  const isNew = writeDemo(from, name, wish);
  console.log(
    `Pulumi.${name}.yaml is ${isNew ? "written" : "there"}. Bring it up with Pulumi itself, in the backend of ${from.platform}:\n` +
      `  pulumi stack init ${name}\n  ${upCommand(name)}`,
  );
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
 * Writes the file of a demo, or what is to be otherwise in it.
 * @returns whether it is a new one
 * @throws {UserError} if there is one that is a copy of another environment
 */
function writeDemo(source: Source, name: string, wish: Partial<Wish>): boolean {
  const now = new Date();
  if (!existsSync(stackFile(name))) {
    writeNewDemo(name, derive(source, { overrides: [], ...defaultWish(), ...wish }, now));
    return true;
  }
  const settings = demoText(name);
  const before = originOf(settings);
  if (before !== source.stack) {
    throw new UserError(
      `the name ${name} is taken: Pulumi.${name}.yaml is a copy of ${before}, not of ${source.stack}. Use another name, or ` +
        `remove that one first: npx thoughts env destroy ${name}`,
    );
  }
  changeDemoFile(name, awake(change(settings, wish, now)));
  return false;
}

async function cloneHere(source: Source, name: string, wish: Partial<Wish>): Promise<void> {
  const { result, ready, seconds } = await bringIn(name, () => void writeDemo(source, name, wish));
  const rows = Object.entries(urlsOf(name));
  const width = Math.max(0, ...rows.map(([service]) => service.length));
  const { demo } = readDemo(name);
  const cost = await costHere(name);
  console.log(
    [
      "",
      ...rows.map(([service, url]) => `  ${service.padEnd(width)}  ${url}`),
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
