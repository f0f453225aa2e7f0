import { removeStack } from "../../../engine/pulumi/workspace";
import { UserError } from "../../../engine/user-error";
import { alone } from "../../alone";
import { checkDemoName, deleteDemo, demos, replaceDemo } from "../../demos";
import { ENGINE } from "../../folders";
import { LocalRun } from "../../release/local-run";
import { runSteps } from "../../steps";

/** `env destroy`: removes a copy of the local environment, and its file. */
export async function destroy(name: string): Promise<void> {
  checkDemoName(name);
  await alone(async () => {
    const demo = demos().find((one) => one.name === name);
    if (demo === undefined) {
      throw new UserError(`there is no demo ${name}; those that there are: npx thoughts env list`);
    }
    const { source, release, isHere } = demo;
    if (!isHere && source !== undefined && source !== "local") {
      throw new UserError(
        `${name} is a copy of ${source}. Remove it with Pulumi itself: pulumi destroy -s ${name}, pulumi stack rm ${name}`,
      );
    }
    if (isHere) {
      const run = new LocalRun(name);
      if (source !== "local" || release === undefined) {
        // The engine reads the file before it removes anything, although nothing then depends on what it says.
        replaceDemo(name, "local");
      }
      await runSteps([run.find(), { title: `pulumi destroy of stack ${name}`, run: (say) => run.destroy(say) }]);
      removeStack(ENGINE, name);
    }
    deleteDemo(name);
    console.log(`${name} is removed.`);
  });
}
