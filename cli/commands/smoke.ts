import { homedir } from "node:os";
import { join } from "node:path";
import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { definitionOf, PUBLIC_SERVICES, type ServiceName, SERVICES } from "../../infra/system";
import { AWS_STACKS, type AwsStack } from "../../stacks/names";
import { accountEnvironment } from "../account/environment";
import { ENGINE, isUp, ROOT } from "../folders";
import { withRegistries } from "../images/open-registries";
import { recordSmokeTest } from "../images/records";
import { kubectlOf } from "../kubectl";
import { readPlatform } from "../platform";
import { stampNow } from "../release/editions";
import { outsideAsker } from "../smoke/asker";
import { demandClusterOf, podsInside } from "../smoke/cluster";
import { localPlaces } from "../smoke/local";
import { type Finding, type Places, smokeTest } from "../smoke/smoke";
import { countText, findingLines } from "../smoke/text";
import { versionsOf } from "../smoke/versions";
import { required } from "../steps";
import { kubectlFor, toolsFor } from "../tools";

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
    await writeDown(onAws, services, findings, places.inside?.tags ?? {});
  }
  process.exitCode = findings.every(({ problem }) => problem === undefined) ? 0 : 1;
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

async function placesOnAws(
  stack: AwsStack,
  { context, kubeconfig = join(homedir(), ".kube", "config") }: SmokeOptions,
): Promise<Places> {
  const { domain, namespace } = accountEnvironment(ROOT, stack);
  const hostOf = (name: ServiceName) => `${definitionOf(name).host}.${domain}`;
  const urls = Object.fromEntries(PUBLIC_SERVICES.map((name) => [name, `https://${hostOf(name)}`]));
  if (context === undefined) {
    console.log("Only from outside: to ask inside the cluster too, name it: --context NAME.");
    return { urls, outside: outsideAsker() };
  }
  const kubectl = kubectlOf(await kubectlFor(console.error), { context, kubeconfig }, namespace);
  await demandClusterOf({ stack, namespace, hosts: PUBLIC_SERVICES.map(hostOf) }, context, kubectl);
  return { urls, outside: outsideAsker(), inside: await podsInside(kubectl) };
}

/** Attaches to each image that runs what was found. */
async function writeDown(
  stack: AwsStack,
  services: readonly ServiceName[],
  findings: readonly Finding[],
  tested: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const { at = "", by = "" } = stampNow();
  const say = (line: string) => {
    console.error(line);
  };
  await withRegistries({ own: stack, others: [], say }, async ({ copier, places }) => {
    const { registry } = required(places[stack]);
    for (const service of services) {
      const wrong = findings.find((finding) => finding.service === service && finding.problem !== undefined);
      const problem = wrong && `${wrong.question} from ${wrong.from}: ${wrong.problem ?? ""}`;
      for (const tag of versionsOf(stack)[service]) {
        const { repository } = definitionOf(service);
        if (tested[service]?.includes(tag) !== true) {
          console.log(`not written on ${repository}:${tag}: no pod of it serves, so it was not tested`);
          continue;
        }
        const digest = await copier.digestOf(`${registry}/${repository}:${tag}`);
        if (digest === undefined) {
          throw new UserError(
            `${repository}:${tag} is not in ${registry}, so what was found can't be written on it; bring it there: npx thoughts images push ${stack}.`,
          );
        }
        await recordSmokeTest(copier, `${registry}/${repository}@${digest}`, {
          stack,
          tag,
          by,
          at,
          passed: wrong === undefined,
          problem,
        });
        console.log(`written on ${repository}:${tag}: ${wrong === undefined ? "passed" : "failed"}`);
      }
    }
  });
}
