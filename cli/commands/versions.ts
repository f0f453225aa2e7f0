import { UserError } from "../../engine/user-error";
import { demandFilePlace, writeOutput } from "../output-place";
import { type Deployed, deployedEnvironments } from "../versions/deployed";
import { versionsPage } from "../versions/page";
import { versionsText } from "../versions/text";

export interface VersionsOptions {
  /** Whether to print it for machines. */
  readonly json?: boolean;
  /** Whether to make a page for a browser of it. */
  readonly html?: boolean;
  /** The file to write. @default - to the terminal */
  readonly out?: string;
}

/**
 * `versions`: which version of each service is where, since when, and by which release. Changes nothing.
 * @throws {UserError} if there is no such environment, or the file can't be written
 */
export async function versions(names: readonly string[], options: VersionsOptions): Promise<void> {
  const place = options.out === undefined ? undefined : { option: "--out", path: options.out };
  if (place !== undefined) {
    demandFilePlace(place);
  }
  const text = textOf(chosen(await deployedEnvironments(), names), options);
  if (place === undefined) {
    console.log(text);
  } else {
    writeOutput(place, `${text}\n`);
    console.log(`Written to ${place.path}`);
  }
}

function textOf(shown: readonly Deployed[], { json = false, html = false }: VersionsOptions): string {
  const now = new Date();
  return json ? JSON.stringify(shown) : html ? versionsPage(shown, now).trimEnd() : versionsText(shown, now);
}

/** Those that are named, in the order of all. */
export function chosen(all: readonly Deployed[], names: readonly string[]): readonly Deployed[] {
  const known = all.map(({ environment }) => environment);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError(`there is no environment ${unknown.join(", ")}; there are ${known.join(", ")}.`);
  }
  return names.length === 0 ? all : all.filter(({ environment }) => names.includes(environment));
}
