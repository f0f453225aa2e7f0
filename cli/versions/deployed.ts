import { SERVICES } from "../../infra/system";
import type { ServiceRelease } from "../../release/service-release";
import { AWS_STACKS } from "../../stacks/names";
import { awsEnvironments, demoEnvironments, type Environment, localEnvironment, told } from "../ui/environment";
import { releaseWithEdits } from "../release/editions";
import type { ReleaseSettings } from "../release/stack-file";
import { localStatus } from "../status/local-status";

/** An environment with the version of each of its services. */
export interface Deployed {
  readonly environment: string;
  /** Where it runs, for people: `AWS`. */
  readonly place: string;
  readonly services: readonly DeployedService[];
  /** Why less is known than is to be known. @default - undefined: all is */
  readonly problem: string | undefined;
}

/** What its stack's file says of a service, and what was seen of it. */
export interface DeployedService {
  readonly service: string;
  readonly tag: string;
  readonly digest: string | undefined;
  /** The revision that brought it in, from 1. */
  readonly revision: number;
  /** Since when, in UTC. @default - undefined: nobody wrote it down */
  readonly since: string | undefined;
  readonly by: string | undefined;
  readonly cause: string | undefined;
  /** The version that is to take over, and how far it is. @default - undefined: none is */
  readonly next: { readonly tag: string; readonly phase: string } | undefined;
  /** What the cluster says that runs: workloads, or why it says nothing. AWS is not asked. */
  readonly running: readonly RunningVersion[] | "not asked" | "not up";
}

/** A workload of a service. */
export interface RunningVersion {
  readonly tag: string;
  readonly ready: number;
  readonly replicas: number;
}

/** Every environment of this clone: `local`, its demos, and those on AWS, which are not asked. Changes nothing. */
export async function deployedEnvironments(): Promise<readonly Deployed[]> {
  const local = await localStatus();
  const all = [localEnvironment(local), ...(await demoEnvironments(local)), ...awsEnvironments()];
  return all.map(deployedOf);
}

function deployedOf(environment: Environment): Deployed {
  const { name, place, problem } = environment;
  try {
    return { environment: name, place, services: servicesOf(environment, releaseWithEdits(name)), problem };
  } catch (error) {
    return { environment: name, place, services: [], problem: told(error) };
  }
}

/** Its services by its file, with its commits, and by what was seen. */
export function servicesOf(
  { name, status }: Pick<Environment, "name" | "status">,
  { services }: Pick<ReleaseSettings, "services">,
): readonly DeployedService[] {
  return SERVICES.map((service) => {
    const { tag, digest, revision = 1, at, by, cause, rollout }: ServiceRelease = services[service];
    const seen = status?.workloads.filter(({ app }) => app === service);
    return {
      service,
      tag,
      digest,
      revision,
      since: at,
      by,
      cause,
      next: rollout && { tag: rollout.next.tag, phase: rollout.phase },
      running:
        seen?.flatMap(({ version, ready, replicas }) =>
          version === undefined ? [] : [{ tag: version, ready, replicas }],
        ) ?? (AWS_STACKS.some((stack) => stack === name) ? "not asked" : "not up"),
    };
  });
}
