import { UserError } from "../../engine/user-error";
import type { Manifest } from "../../sandbox/rendering/manifest";
import { alone } from "../alone";
import { resourcesOf } from "../bootstrap/resource";
import { openLocal } from "../local-workspace";
import { LocalRun } from "../release/local-run";
import { required, runSteps } from "../steps";
import { manifestsForGit } from "./manifests";

/**
 * What the last run of `local` left to be applied from Git.
 * @throws {UserError} if it left nothing
 */
export async function readManifests(): Promise<readonly Manifest[]> {
  let manifests: readonly Manifest[] | undefined;
  await alone(async () => {
    const run = new LocalRun();
    const read = async () => {
      const { stack } = await openLocal(run.tools, run.platform);
      const resources = resourcesOf(await stack.exportStack());
      manifests = manifestsForGit(resources);
      return `State: ${manifests.length} of ${resources.length} resources are for Git`;
    };
    await runSteps([run.find(), { title: "State", run: read }]);
  });
  const found = required(manifests);
  if (found.length === 0) {
    throw new UserError(
      "Pulumi applies all of local itself. Say in Pulumi.local.yaml who does instead (thoughts:delivery), and run " +
        "npm run up: docs/gitops.md",
    );
  }
  return found;
}
