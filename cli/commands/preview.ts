import colors from "picocolors";
import { UserError } from "../../engine/user-error";
import { changeList } from "../changes/change-list";
import { dataLosses } from "../changes/data-loss";
import { noteLines } from "../changes/notes";
import { ROOT } from "../folders";
import { demandFilePlace, writeOutput } from "../output-place";
import { type Base, baseOf } from "../preview/base";
import { documentOf, type Format, FORMATS, reportOf } from "../preview/document";
import { demandDeployed, demandStacks, oneByOne, previewAll } from "../preview/preview";
import { secretsOf } from "../preview/secrets";
import type { ReportArgs } from "../report/build";
import { costOfResourceText, costText } from "../report/cost-text";

export interface PreviewOptions {
  /** The commit that stacks on AWS are compared with. @default "HEAD" */
  readonly base?: string;
  /** Compare with what is deployed, instead of a commit in a rehearsal. @default false */
  readonly deployed?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly html?: boolean;
  /** The file to write. @default - to the terminal */
  readonly out?: string;
}

/**
 * `preview`: what a change does to environments, and changes nothing that runs. Ends with 0 if the previews came to their
 * end, with 1 if one could not be made, and with 2 if one failed, of which the report says why.
 */
export async function preview(stacks: readonly string[], options: PreviewOptions): Promise<void> {
  const format = FORMATS.find((one) => options[one] === true);
  const run = checked(stacks, options, format);
  const write = format !== undefined && options.out === undefined ? onlyReportOnStdout() : undefined;
  const found = await run();
  if (format === undefined) {
    found.forEach((args) => {
      say(args, stacks.length > 1);
    });
  } else {
    const text = documentOf(reportOf(found, secretsOf(process.env)), format);
    if (options.out === undefined) {
      write?.(text);
    } else {
      writeOutput({ option: "--out", path: options.out }, text);
      console.log(`\n${options.out}: ${text.length} characters`);
    }
  }
  if (found.some(({ failure }) => failure !== undefined)) {
    process.exitCode = 2;
  }
}

/**
 * Whoever made a mistake is told before anything is waited for.
 * @returns what makes the previews
 * @throws {UserError} with the mistake
 */
function checked(
  stacks: readonly string[],
  options: PreviewOptions,
  format: Format | undefined,
): () => Promise<readonly ReportArgs[]> {
  demandStacks(stacks);
  demandPlace(options.out, format);
  if (options.deployed === true) {
    const deployed = demandDeployed(stacks);
    // Nobody else loads AWS's SDK.
    return async () => oneByOne(deployed, (await import("../preview/deployed.js")).previewDeployed);
  }
  const base = demandBase(stacks, options.base);
  return () => previewAll(stacks, base);
}

/** @returns what stacks on AWS are compared with */
function demandBase(stacks: readonly string[], named: string | undefined): () => Base {
  const base = named ?? "HEAD";
  const rehearsed = stacks.filter((stack) => stack !== "local");
  if (rehearsed.length === 0 && named !== undefined) {
    throw new UserError(
      `--base ${named} is for stacks on AWS; local is compared with what is up here, so leave it out`,
    );
  }
  const found = rehearsed.length === 0 ? undefined : baseOf(ROOT, base);
  return () => found ?? baseOf(ROOT, base);
}

function demandPlace(out: string | undefined, format: Format | undefined): void {
  if (out !== undefined && format === undefined) {
    throw new UserError(`--out ${out} needs one of ${FORMATS.map((one) => `--${one}`).join(", ")}`);
  }
  if (out !== undefined) {
    demandFilePlace({ option: "--out", path: out });
  }
}

/**
 * What reads this command's output gets the report, and people see on the other stream how far it is.
 * @returns what writes the report
 */
function onlyReportOnStdout(): (text: string) => void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return (text) => void write(text);
}

function say({ stack, base, seen: { changes, warnings }, failure, cost }: ReportArgs, named: boolean): void {
  if (named) {
    console.log(`\n${colors.bold(stack)}, compared with ${base}`);
  }
  if (changes.length > 0) {
    console.log(`\n${changeList(changes).join("\n")}`);
  }
  if (warnings.length > 0) {
    console.log(`\n${noteLines(warnings).join("\n")}`);
  }
  const losses = dataLosses(changes);
  if (losses.length > 0) {
    const asks = stack === "local" ? ", and `up` asks before it does so" : "";
    console.log(`\nThis replaces or deletes what holds data${asks}:\n${losses.join("\n")}`);
  }
  if (cost !== undefined) {
    console.log(`\n${[costText(cost), ...cost.resources.map((one) => `  ${costOfResourceText(one)}`)].join("\n")}`);
  }
  if (failure !== undefined) {
    console.error(`\nThe preview of ${stack} failed.\n${failure}`);
  }
}
