import { alone } from "../alone";
import { LocalRun } from "../release/local-run";
import { releaseOf } from "../release/stack-file";
import type { ReportArgs } from "../report/build";
import { required, runSteps } from "../steps";
import { type Previewed, previewed, previewedText } from "./previewed";

/** What this working tree would change in what is up here. */
export async function previewLocal(): Promise<ReportArgs> {
  const release = releaseOf("local");
  let found: Previewed | undefined;
  await alone(async () => {
    const run = new LocalRun();
    await runSteps([
      ...run.prepare([release]),
      {
        title: "Preview",
        run: async (say) => {
          found = await previewed(() => run.look(release, say));
          return `Preview: ${previewedText(found)}`;
        },
      },
    ]);
  });
  return { stack: "local", base: "what is up here", ...required(found), unknown: [] };
}
