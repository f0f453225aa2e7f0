import { derive } from "../../../stacks/derivation";
import { removeStack } from "../../../engine/pulumi/workspace";
import { UserError } from "../../../engine/user-error";
import { alone } from "../../alone";
import { deleteDemoFile, writeNewDemo } from "../../env/demo-file";
import { demoCalled } from "../../env/demos";
import { checkDemoName } from "../../env/name";
import { defaultWish } from "../../env/wish";
import { ENGINE } from "../../folders";
import { LocalRun } from "../../release/local-run";
import { readRelease } from "../../release/stack-file";
import { runSteps } from "../../steps";

/** `env destroy`: removes a copy of the local environment, and its file. */
export async function destroy(name: string): Promise<void> {
  checkDemoName(name);
  await alone(async () => {
    const { source, settings, isHere } = demoCalled(name);
    if (!isHere && source !== undefined && source !== "local") {
      throw new UserError(
        `${name} is a copy of ${source}. Remove it with Pulumi itself: pulumi destroy -s ${name}, pulumi stack rm ${name}`,
      );
    }
    if (isHere) {
      const run = new LocalRun(name);
      if (source !== "local" || settings === undefined) {
        // The engine reads the file before it removes anything, although nothing then depends on what it says.
        const local = { stack: "local", platform: "local", release: readRelease("local") } as const;
        writeNewDemo(name, derive(local, { ...defaultWish(), overrides: [] }, new Date()));
      }
      await runSteps([run.find(), { title: `pulumi destroy of stack ${name}`, run: (say) => run.destroy(say) }]);
      removeStack(ENGINE, name);
    }
    deleteDemoFile(name);
    console.log(`${name} is removed.`);
  });
}
