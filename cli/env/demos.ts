import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isMap, parseDocument } from "yaml";
import { partsOf, stacksIn } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { EXPIRES } from "../../infra/lease";
import { type DemoSettings, expiryOf } from "../../stacks/demo-settings";
import { isDemo } from "../../stacks/names";
import { ENGINE, ROOT, stackFile } from "../folders";
import { readDemo } from "./demo-file";
import { instantOf } from "./instant";

/** A demo that has a file here, or something in the local cluster. */
export interface Demo {
  readonly name: string;
  /** The stack in whose cluster it is. @default - undefined if its file is gone, or does not say */
  readonly source: string | undefined;
  /** What its file says. @default - undefined if it is gone, or says something that can't be */
  readonly settings: DemoSettings | undefined;
  /** When it may be removed; of one without a file, as its namespace says. @default - undefined: neither says */
  readonly expires: Date | undefined;
  /** Whether there is a state of it in this clone. */
  readonly isHere: boolean;
}

/** The names of the demos of which there is a state in this clone. */
export function demosHere(): readonly string[] {
  return stacksIn(ENGINE).filter(isDemo);
}

/** All demos of this clone, by name. */
export function demos(): readonly Demo[] {
  const files = readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? (/^Pulumi\.(.+)\.yaml$/.exec(entry.name)?.[1] ?? []) : [],
  );
  const here = demosHere();
  const names = [...new Set([...files.filter(isDemo), ...here])].sort();
  return names.map((name) => {
    const settings = settingsIn(name);
    const expires = settings ? expiryOf(settings.demo) : expiryInState(name);
    return { name, source: sourceIn(name), settings, expires, isHere: here.includes(name) };
  });
}

function expiryInState(name: string): Date | undefined {
  const namespace = partsOf(ENGINE, name).find(({ type }) => type === "kubernetes:core/v1:Namespace");
  const { annotations = {} } = (namespace?.inputs.metadata ?? {}) as { readonly annotations?: Record<string, string> };
  const { [EXPIRES]: expires } = annotations;
  return instantOf(expires);
}

/** A demo of this clone. @throws {UserError} if there is none of this name */
export function demoCalled(name: string): Demo {
  const demo = demos().find((one) => one.name === name);
  if (demo === undefined) {
    throw new UserError(`there is no demo ${name}; those that there are: npx thoughts env list`);
  }
  return demo;
}

/** @returns undefined if there is no file, or it does not say */
function sourceIn(name: string): string | undefined {
  if (!existsSync(stackFile(name))) {
    return undefined;
  }
  const { contents } = parseDocument(readFileSync(stackFile(name), "utf8"), { logLevel: "silent" });
  const source = isMap(contents) ? contents.getIn(["config", "thoughts:source"]) : undefined;
  return typeof source === "string" ? source : undefined;
}

/** @returns undefined if there is no file, or it says what can't be */
function settingsIn(name: string): DemoSettings | undefined {
  try {
    return readDemo(name);
  } catch (error) {
    if (error instanceof UserError) {
      return undefined;
    }
    throw error;
  }
}
