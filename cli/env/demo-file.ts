import { existsSync, readFileSync, rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { isMap, parseDocument, stringify } from "yaml";
import { writeWhole } from "../../engine/process/file";
import { UserError } from "../../engine/user-error";
import { type DemoSettings, demoSettings, type DemoText } from "../../stacks/demo-settings";
import { change } from "../../stacks/derivation";
import { checkedSettings, demandClearTexts } from "../checked-settings";
import { ROOT, stackFile } from "../folders";

/** The file of a demo, `Pulumi.demo-<name>.yaml`: only `npx thoughts env` and people write it. */

/** The keys of the settings, as they stand in the file. */
const KEYS = ["source", "demo", "sizes", "release"] as const satisfies readonly (keyof DemoText)[];

/**
 * What the file of a demo says.
 * @throws {UserError} if there is none, or with all that is wrong with it
 */
export function readDemo(name: string): DemoSettings {
  if (!existsSync(stackFile(name))) {
    throw new UserError(`there is no file Pulumi.${name}.yaml; those that there are: npx thoughts env list`);
  }
  const text = textIn(name);
  demandClearTexts(ROOT, name);
  return checkedSettings(name, demoSettings, text);
}

/** As it is written, whatever that is. @throws {UserError} if it is no YAML with settings */
export function demoText(name: string): DemoText {
  readDemo(name);
  return textIn(name) as unknown as DemoText;
}

function textIn(name: string): Readonly<Record<string, unknown>> {
  const { contents, errors } = parseDocument(readFileSync(stackFile(name), "utf8"), { logLevel: "silent" });
  const config: unknown = isMap(contents) && errors.length === 0 ? contents.toJSON() : undefined;
  const settings = (config as { readonly config?: unknown } | undefined)?.config;
  if (typeof settings !== "object" || settings === null) {
    throw new UserError(
      `Pulumi.${name}.yaml is no YAML with "config"; remove the demo, then make it anew: npx thoughts env destroy ${name}`,
    );
  }
  const own = Object.entries(settings).filter(([key]) => key.startsWith("thoughts:"));
  return Object.fromEntries(own.map(([key, value]) => [key.slice("thoughts:".length), value as unknown]));
}

/** What a demo is a copy of, as `env clone` takes it. */
export function originOf({ source, demo: { copyOf } }: DemoText): string {
  return copyOf ?? source;
}

/** Writes the file of a demo that has none, or has one that can't be read. */
export function writeNewDemo(name: string, settings: DemoText): void {
  writeWhole(stackFile(name), newText(settings), 0o644);
}

/** The file of a new demo. */
export function newText(settings: DemoText): string {
  const own = KEYS.filter((key) => settings[key] !== undefined).map(
    (key) => [`thoughts:${key}`, settings[key]] as const,
  );
  const config = {
    // A resource without a provider of its own would land in whatever cluster kubectl points at.
    "pulumi:disable-default-providers": ["aws", "eks", "kubernetes"],
    ...Object.fromEntries(own),
  };
  // The engine reads YAML 1.1 as well, in which more texts need quotes: a day, an octal number.
  return stringify({ config }, { compat: "yaml-1.1", lineWidth: 0 });
}

/** Writes what has changed in the file of a demo; the rest stays, with its comments. */
export function changeDemoFile(name: string, settings: DemoText): void {
  const document = parseDocument(readFileSync(stackFile(name), "utf8"), { compat: "yaml-1.1" });
  const before = textIn(name);
  for (const key of KEYS.filter((one) => !isDeepStrictEqual(before[one], settings[one]))) {
    document.setIn(["config", `thoughts:${key}`], document.createNode(settings[key]));
  }
  writeWhole(stackFile(name), document.toString({ lineWidth: 0 }), 0o644);
}

/** The demo was changed by a release or by new keys: its time counts anew. */
export function renewDemoFile(name: string): void {
  changeDemoFile(name, change(demoText(name), {}, new Date()));
}

export function deleteDemoFile(name: string): void {
  rmSync(stackFile(name), { force: true });
}
