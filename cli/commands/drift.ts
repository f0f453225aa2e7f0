import { join } from "node:path";
import { writeWhole } from "../../engine/process/file";
import { jobSummary } from "../ci/step-output";
import { type DriftStack, lookForDrift } from "../drift/look";
import { driftLines, driftMarkdown } from "../drift/report";
import { madeFolder, written } from "../output-place";

export interface DriftOptions {
  /** A folder for what was found, as Markdown and as JSON, a file of each for each environment. @default - none */
  readonly out?: string;
}

/** How the command ends if something is otherwise than declared: 1 says that it could not be looked up. */
const DRIFTED = 2;

/** `drift`: says what somebody has changed past the program, and changes nothing. */
export async function drift(stacks: readonly DriftStack[], { out }: DriftOptions): Promise<void> {
  const place = out === undefined ? undefined : { option: "--out", path: out };
  const folder = place && madeFolder(place);
  for (const stack of new Set(stacks)) {
    const report = await lookForDrift(stack);
    console.log(`\n${driftLines(report).join("\n")}`);
    const text = driftMarkdown(report);
    jobSummary(text);
    if (place !== undefined && folder !== undefined) {
      written(place, () => {
        writeWhole(join(folder, `${stack}.md`), `${text}\n`, 0o644);
        writeWhole(join(folder, `${stack}.json`), `${JSON.stringify(report, undefined, 2)}\n`, 0o644);
      });
    }
    if (report.drift.length > 0) {
      process.exitCode = DRIFTED;
    }
  }
}
