import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, problemText } from "../../components/base/problems";
import { UserError } from "../../engine/user-error";
import { AWS_STACKS, type AwsStack } from "../../stacks/names";
import { withLines } from "../../stacks/setting-line";
import { accountEnvironment } from "../account/environment";
import { settingsIn } from "../account/settings";

/** A value that this repository was committed with as an example. */
interface Example {
  readonly pattern: RegExp;
  readonly what: string;
  readonly instead: string;
}

/**
 * Domains and addresses that are reserved for examples, and accounts that are nobody's.
 * @see https://datatracker.ietf.org/doc/html/rfc2606#section-3
 * @see https://datatracker.ietf.org/doc/html/rfc5737#section-3
 */
const EXAMPLES: readonly Example[] = [
  {
    pattern: /(?<![\w-])example\.(?:com|net|org)(?![\w-])/,
    what: "has a domain for examples",
    instead: "write your own",
  },
  {
    pattern: /(?<!\d)(?:111111111111|222222222222|000000000000)(?!\d)/,
    what: "has the number of an example account",
    instead: "write the 12 digits of your own",
  },
  {
    pattern: /(?<![\d.])(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}(?:\/\d{1,2})?/,
    what: "has an address for examples, which EKS refuses",
    instead: "write the one that your offices, VPN or CI have",
  },
  {
    pattern: /^example\/[\w.-]+$/,
    what: "is an example repository",
    instead: "write your own as owner/name",
  },
];

/** What of some settings, or of an environment, is an example. @param path where it is, as people would type it */
export function examplesIn(value: unknown, path: string): readonly Problem[] {
  if (typeof value === "string") {
    return EXAMPLES.filter(({ pattern }) => pattern.test(value)).map(({ what, instead }) => ({
      path,
      message: `"${value}" ${what}; ${instead}.`,
    }));
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    examplesIn(inner, path.endsWith(":") ? path + key : `${path}.${key}`),
  );
}

/**
 * All examples that an environment would be made with: of its stack's file, with the line; and of the code, with the file.
 * @param root the clone
 * @throws {UserError} with every problem that the program would refuse
 */
export function placeholdersOf(root: string, stack: AwsStack): readonly Problem[] {
  const settings = settingsIn(root, stack);
  const written = examplesIn(settings, "thoughts:");
  const inCode = examplesIn(accountEnvironment(root, stack, settings), `stacks/${stack}.ts`)
    // What is made of a setting is mended there.
    .filter(({ message }) => !written.some((setting) => isPartOf(valueIn(setting.message), message)))
    .map((problem) => ({ ...problem, ...lineOf(root, valueIn(problem.message)) }));
  return [...withLines(written, root, stack), ...inCode];
}

/** The value that a message of `examplesIn` begins with. */
function valueIn(message: string): string {
  return /^"(.*?)" (?=is |has )/.exec(message)?.[1] ?? "";
}

/** Whether a text has a value as a whole: `arn:aws:iam::111111111111:role` has the account, `git.example.com` not `example.com`. */
function isPartOf(value: string, text: string): boolean {
  const escaped = value.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\w.-])${escaped}(?![\\w-])`).test(text);
}

/** The first line of `stacks/` that has a value. */
function lineOf(root: string, value: string): Pick<Problem, "at"> {
  const folder = join(root, "stacks");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  for (const name of sources.sort()) {
    const line = readFileSync(join(folder, name), "utf8")
      .split("\n")
      .findIndex((text) => text.includes(value));
    if (line >= 0) {
      return { at: `stacks/${name}:${line + 1}` };
    }
  }
  return {};
}

/** The examples that the file of an account's own stack has. */
export function accountPlaceholders(root: string, environment: AwsStack): readonly Problem[] {
  const stack = `bootstrap-${environment}`;
  return withLines(examplesIn(settingsIn(root, stack), "thoughts:"), root, stack);
}

/** What a rehearsal says of examples: it may use them, and an account may not. @param stack an environment's or an account's */
export function exampleLines(root: string, stack: string): readonly string[] {
  const environment = AWS_STACKS.find((name) => stack.endsWith(name));
  if (environment === undefined) {
    return [];
  }
  const found = stack === environment ? placeholdersOf(root, environment) : accountPlaceholders(root, environment);
  const names = found.map(({ at, path }) => `${path}${at?.startsWith("stacks/") === true ? ` (${at})` : ""}`);
  return names.length === 0
    ? []
    : [`your own values: these are examples, which preflight refuses: ${names.join(", ")}`];
}

/**
 * Demands that the account is somebody's, before anything is asked of it.
 * @throws {UserError} if the stack's file has the one that it was committed with
 */
export function demandOwnAccount(root: string, stack: AwsStack): void {
  const { account } = settingsIn(root, stack);
  const [problem] = withLines(examplesIn({ account }, "thoughts:"), root, stack);
  if (problem !== undefined) {
    throw new UserError(
      `Pulumi.${stack}.yaml still has the repository's examples; nothing was changed.\n  - ${problemText(problem)}`,
    );
  }
}
