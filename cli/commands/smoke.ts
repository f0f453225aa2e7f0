import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { type ServiceName, SERVICES } from "../../infra/system";
import { AWS_STACKS, type AwsStack } from "../../stacks/names";
import { ENGINE, isUp } from "../folders";
import { readPlatform } from "../platform";
import { placesOnAws } from "../smoke/aws";
import { localPlaces } from "../smoke/local";
import { writeDown } from "../smoke/record";
import { isWell, type Places, smokeTest } from "../smoke/smoke";
import { countText, findingLines } from "../smoke/text";
import { versionsOf } from "../smoke/versions";
import { toolsFor } from "../tools";

export interface SmokeOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Whether what was found is attached to the images, for `images promote`. */
  readonly record?: boolean;
}

/** `smoke`: asks services, from outside and inside, what their definitions say they answer; ends with 1 if they do not. */
export async function smoke(stack: string, asked: readonly ServiceName[], options: SmokeOptions): Promise<void> {
  const services = asked.length > 0 ? asked : SERVICES;
  const onAws = AWS_STACKS.find((name) => name === stack);
  refuseOptions(stack, onAws, options);
  const places = onAws === undefined ? await placesHere(stack) : await placesOnAws(onAws, options);
  const findings = await smokeTest(services, versionsOf(stack), places);
  console.log(findingLines(findings).join("\n"));
  console.log(`\n${stack}: ${countText(findings)}.`);
  if (onAws !== undefined && options.record === true) {
    await writeDown(onAws, { services, findings, tested: places.inside?.tags ?? {} });
  }
  process.exitCode = isWell(findings) ? 0 : 1;
}

/** @throws {UserError} before anything is asked */
function refuseOptions(
  stack: string,
  onAws: AwsStack | undefined,
  { context, kubeconfig, record }: SmokeOptions,
): void {
  if (onAws === undefined && (context !== undefined || kubeconfig !== undefined || record === true)) {
    throw new UserError(
      `--context, --kubeconfig and --record are for ${AWS_STACKS.join(" and ")}; leave them out for ${stack}.`,
    );
  }
  if (kubeconfig !== undefined && context === undefined) {
    throw new UserError("--kubeconfig needs --context NAME, so that no other cluster of that file is asked.");
  }
  if (context === "") {
    throw new UserError("--context has no name after it; write the context of the environment's cluster.");
  }
  if (record === true && context === undefined) {
    throw new UserError(
      "--record says that all was tested, and inside nothing is without the cluster; name it: --context NAME.",
    );
  }
}

/** @throws {UserError} where nothing is up, or no container runs */
async function placesHere(stack: string): Promise<Places> {
  const platform = readPlatform();
  const { namespace } = readOutputs(ENGINE, stack);
  if (!isUp() || platform === undefined || typeof namespace !== "string") {
    throw new UserError(`${stack} is not up in this clone; first: npm run up -- --nodes real`);
  }
  if (platform.nodes === "simulated") {
    throw new UserError(
      "the nodes here are simulated: no container runs, so there is nothing that could answer. Use real nodes (docs/real-nodes.md): npm run down, then npm run up -- --nodes real",
    );
  }
  return localPlaces(await toolsFor(console.error), platform, { stack, namespace });
}
