import colors from "picocolors";
import { UserError } from "../../engine/user-error";
import { changeList } from "../changes/change-list";
import { dataLosses } from "../changes/data-loss";
import { noteLines } from "../changes/notes";
import { ROOT } from "../folders";
import { demandFilePlace, writeOutput } from "../output-place";
import { type Base, baseOf } from "../preview/base";
import { documentOf, type Format, FORMATS, reportOf } from "../preview/document";
import { demandStacks, previewAll } from "../preview/preview";
import { secretsOf } from "../preview/secrets";
import type { ReportArgs } from "../report/build";
import { costOfResourceText, costText } from "../report/cost-text";

export interface PreviewOptions {
  /** The commit that stacks on AWS are compared with. @default "HEAD" */
  readonly base?: string;
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
  const base = checked(stacks, options, format);
  const write = format !== undefined && options.out === undefined ? onlyReportOnStdout() : undefined;
  const found = await previewAll(stacks, base);
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
 * @returns what stacks on AWS are compared with
 * @throws {UserError} with the mistake
 */
function checked(stacks: readonly string[], options: PreviewOptions, format: Format | undefined): () => Base {
  const { base = "HEAD", out } = options;
  demandStacks(stacks);
  const rehearsed = stacks.filter((stack) => stack !== "local");
  if (rehearsed.length === 0 && options.base !== undefined) {
    throw new UserError(
      `--base ${options.base} is for stacks on AWS; local is compared with what is up here, so leave it out`,
    );
  }
  if (out !== undefined && format === undefined) {
    throw new UserError(`--out ${out} needs one of ${FORMATS.map((one) => `--${one}`).join(", ")}`);
  }
  if (out !== undefined) {
    demandFilePlace({ option: "--out", path: out });
  }
  const found = rehearsed.length === 0 ? undefined : baseOf(ROOT, base);
  return () => found ?? baseOf(ROOT, base);
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
