import { changesText } from "../../engine/pulumi/progress";
import type { Run } from "../../engine/pulumi/run";
import { alone } from "../alone";
import { changeList } from "../changes/change-list";
import { dataLosses } from "../changes/data-loss";
import { refuseOtherStack } from "../local-stack";
import { LocalRun } from "../release/local-run";
import { releaseOf } from "../release/stack-file";
import { required, runSteps } from "../steps";

/** `preview`: what `up` would change, and what holds data in it. Changes nothing that runs. */
export async function preview(stack: string): Promise<void> {
  refuseOtherStack(stack, "preview");
  const release = releaseOf("local");
  await alone(async () => {
    const run = new LocalRun();
    let found: Run | undefined;
    await runSteps([
      ...run.prepare([release]),
      {
        title: "Preview",
        run: async (say) => {
          found = await run.look(release, say);
          return `Preview: ${changesText(found)}`;
        },
      },
    ]);
    say(required(found));
  });
}

function say({ changes }: Run): void {
  if (changes.length > 0) {
    console.log(`\n${changeList(changes).join("\n")}`);
  }
  const losses = dataLosses(changes);
  if (losses.length > 0) {
    console.log(`\nThis replaces or deletes what holds data, and \`up\` asks before it does so:\n${losses.join("\n")}`);
  }
}
