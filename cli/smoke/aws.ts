import { homedir } from "node:os";
import { join } from "node:path";
import { definitionOf, PUBLIC_SERVICES, type ServiceName } from "../../infra/system";
import type { AwsStack } from "../../stacks/names";
import { accountEnvironment } from "../account/environment";
import { ROOT } from "../folders";
import { kubectlOf } from "../kubectl";
import { kubectlFor } from "../tools";
import { outsideAsker } from "./asker";
import { demandClusterOf, podsInside } from "./cluster";
import type { Places } from "./smoke";

/** The cluster of an environment on AWS, as a kubeconfig names it. */
export interface NamedCluster {
  /** @default - undefined: nothing is asked inside */
  readonly context?: string | undefined;
  /** @default - that of the user */
  readonly kubeconfig?: string | undefined;
}

/** Where the services of an environment on AWS are asked. */
export async function placesOnAws(
  stack: AwsStack,
  { context, kubeconfig = join(homedir(), ".kube", "config") }: NamedCluster,
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
