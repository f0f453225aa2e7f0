import { readOutputs } from "../../engine/pulumi/state";
import { ENGINE } from "../folders";
import { kubectlOf } from "../kubectl";
import type { NodeKind } from "../platform";
import { type Ask, prometheusOf } from "../prometheus";
import { type LocalEnvironment, localStatus, type LocalStatus } from "../status/local-status";
import { type Alert, firingAlerts } from "./alerts";
import { awsEnvironments, demoEnvironments, type Environment, localEnvironment, told } from "./environment";

/** All that the page shows, as it was at one time. */
export interface Snapshot {
  readonly at: Date;
  readonly condition: Condition;
  /** Why there is no more to tell. @default - undefined while the environment answers */
  readonly problem: string | undefined;
  /** @default - undefined while nothing is up */
  readonly nodes: NodeKind | undefined;
  /** Where the API server is. @default - undefined while nothing is up, and for a cluster of the user's */
  readonly server: string | undefined;
  /** Where Ingresses are reached. @default - undefined: by their names, or not at all */
  readonly entrance: string | undefined;
  /** `local` first, then its demos, then what is on AWS. */
  readonly environments: readonly Environment[];
  /** @default - undefined where no Prometheus runs */
  readonly alerts: readonly Alert[] | { readonly problem: string } | undefined;
}

/** Whether nothing is up, it is and answers, or it does not answer. */
export type Condition = "nothing is up" | "up" | "silent";

/** Looks at everything once. */
export async function snapshot(): Promise<Snapshot> {
  const at = new Date();
  const local = await localStatus().catch((error: unknown) => ({ failure: told(error) }));
  if ("failure" in local) {
    return { ...nothingSeen(at), condition: "silent", problem: local.failure };
  }
  const problem = local.isUp && "problem" in local.inside ? local.inside.problem : undefined;
  return {
    at,
    condition: local.isUp ? (problem === undefined ? "up" : "silent") : "nothing is up",
    problem,
    nodes: local.isUp ? local.platform.nodes : undefined,
    server: local.isUp ? local.cluster?.server : undefined,
    entrance: local.isUp ? local.cluster?.entrance : undefined,
    environments: [localEnvironment(local), ...(await demoEnvironments(local)), ...awsEnvironments()],
    alerts: await alertsOf(local),
  };
}

/** What there is to tell without the cluster. */
function nothingSeen(at: Date) {
  const environments = [localEnvironment({ isUp: false }), ...awsEnvironments()];
  return { at, nodes: undefined, server: undefined, entrance: undefined, environments, alerts: undefined };
}

async function alertsOf(local: LocalStatus): Promise<Snapshot["alerts"]> {
  if (!local.isUp || "problem" in local.inside || local.platform.nodes === "simulated") {
    return undefined;
  }
  try {
    return await firingAlerts(askPrometheus(local));
  } catch (error) {
    return { problem: told(error) };
  }
}

/** The Prometheus of the environment `local`. */
export function askPrometheus({ tools, platform }: Pick<LocalEnvironment, "tools" | "platform">): Ask {
  const namespace = String(readOutputs(ENGINE, "local").namespace);
  return prometheusOf(kubectlOf(tools, platform, namespace), namespace);
}
