import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ArgoCdDelivery } from "../../components/delivery/argocd";
import type { Delivered } from "../../components/delivery/delivered";
import { FluxDelivery } from "../../components/delivery/flux";
import type { Environment } from "../environment";
import { inNamespace } from "../namespace";
import { minimumsOf } from "../services/dependencies";
import type { Surroundings } from "../surroundings";
import { SERVICES, SYSTEM } from "../system";
import type { FromGit } from "./choice";

/** Where the plugin writes what it does not apply, from the folder of the program. Nothing reads it. */
const UNREAD = ".rendered";

/** How long a service may take to be ready, beside its rollout's own time: for the commit to be fetched, for what it calls. */
const EXTRA_SECONDS = 300;

/** What the services' objects are made by. What is not applied is in the state all the same, for `npx thoughts render --deployed`. */
export function servicesProvider({ environment, foundation }: Surroundings): k8s.Provider {
  return environment.delivery.kind !== "pulumi"
    ? // Without a kubeconfig of its own it would take that of the environment, which is refused beside a directory.
      new k8s.Provider("git", { kubeconfig: "", renderYamlToDirectory: `${UNREAD}/${environment.name}` })
    : foundation.kubernetes;
}

/** Options of a service. */
export function deliveredOptions(surroundings: Surroundings, provider: k8s.Provider): pulumi.ComponentResourceOptions {
  const { delivery } = surroundings.environment;
  const stays = delivery.kind === "pulumi" && delivery.handOver;
  return { ...inNamespace(surroundings), provider, ...(stays && { retainOnDelete: true }) };
}

/**
 * Options of a ConfigMap or Secret whose name is a hash of its content. Where pods come from Git, they start before and after
 * the run that replaces it, and `git revert` names the old one: so it stays.
 */
export function namedByContent(surroundings: Parameters<typeof inNamespace>[0] & Pick<Surroundings, "environment">) {
  const { delivery } = surroundings.environment;
  const stays = delivery.kind !== "pulumi" || delivery.handOver;
  return { ...inNamespace(surroundings), ...(stays && { retainOnDelete: true }) };
}

/** What brings the services in from Git. Nothing is made where Pulumi does. */
export function createDelivery(surroundings: Surroundings): void {
  const { environment, namespace } = surroundings;
  const { delivery } = environment;
  const name = "delivery";
  const opts = inNamespace(surroundings);
  switch (delivery.kind) {
    case "pulumi":
      return;
    case "flux": {
      const timeoutSeconds = environment.progressDeadlineSeconds + EXTRA_SECONDS;
      const { secretName } = delivery;
      new FluxDelivery(name, { ...delivered(environment, delivery, namespace), secretName, timeoutSeconds }, opts);
      return;
    }
    case "argocd": {
      const { sync } = delivery;
      const args = { ...delivered(environment, delivery, namespace), environment: environment.name, sync };
      new ArgoCdDelivery(name, args, opts);
      return;
    }
    default:
      delivery satisfies never;
  }
}

function delivered(environment: Environment, from: FromGit, namespace: k8s.core.v1.Namespace): Delivered {
  const { url, branch, prune, path } = from;
  return {
    url,
    branch,
    prune,
    namespace: namespace.metadata.name,
    partOf: SYSTEM,
    folders: SERVICES.map((name) => ({
      name,
      path: `${path}/${environment.namespace}/${name}`,
      after: minimumsOf(name).map(([called]) => called),
    })),
  };
}
