import { existsSync } from "node:fs";
import { pastRuns } from "../../engine/pulumi/past-runs";
import { partsOf, readOutputs } from "../../engine/pulumi/state";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { type ServiceName, SERVICES } from "../../infra/system";
import { AWS_STACKS } from "../../stacks/names";
import { type Demo, demos } from "../env/demos";
import { ENGINE, stackFile } from "../folders";
import type { Platform } from "../platform";
import { type Progress, progressOf } from "../release/progress";
import { readRelease, type ReleaseSettings } from "../release/stack-file";
import type { EnvironmentStatus } from "../status/environment-status";
import type { LocalStatus } from "../status/local-status";
import { lookAt } from "../status/look";
import { Workloads } from "../workloads";
import { type Changes, changesOf } from "./changes";
import { type Topology, topologyOf } from "./topology";

/** What is known here of an environment. */
export interface Environment {
  /** The stack's name. */
  readonly name: string;
  /** Where it runs, for people: `AWS`. */
  readonly place: string;
  /** What its file says is to run. @default - undefined if it can't be read */
  readonly versions: readonly Version[] | undefined;
  /** Changes of a version that are not finished. */
  readonly releases: readonly Progress[];
  /** What runs. @default - undefined if it is not up in this clone */
  readonly status: EnvironmentStatus | undefined;
  /** Why less is known than is to be known. @default - undefined: all is */
  readonly problem: string | undefined;
  /** @default - undefined if it is not up in this clone */
  readonly topology: Topology | undefined;
  /** What was changed, the newest first. */
  readonly changes: readonly Changes[];
}

/** The version of a service, and the one that is to take over. */
export interface Version {
  readonly service: ServiceName;
  readonly tag: string;
  readonly next: { readonly tag: string; readonly phase: string } | undefined;
}

/** How many runs are shown. */
const RUNS = 8;

/** The environment `local`, up or not. */
export function localEnvironment(local: LocalStatus): Environment {
  const { release, problem } = releaseIn("local");
  if (!local.isUp) {
    return { ...described("local", "this machine", release), problem, ...notUp() };
  }
  const { inside, platform } = local;
  return {
    ...described("local", placeOf(platform), release),
    status: "found" in inside ? inside.found : undefined,
    problem: "problem" in inside ? inside.problem : problem,
    ...recorded("local"),
  };
}

/** The demos that this clone knows, up or not. */
export function demoEnvironments(local: LocalStatus): Promise<readonly Environment[]> {
  return Promise.all(demos().map((demo) => demoEnvironment(demo, local)));
}

async function demoEnvironment({ name, source, settings, isHere }: Demo, local: LocalStatus): Promise<Environment> {
  const own = described(name, source === undefined ? "a demo" : `a copy of ${source}`, settings?.release);
  if (!local.isUp || !isHere) {
    return { ...own, problem: undefined, ...notUp() };
  }
  const { inside, platform, tools } = local;
  if ("problem" in inside) {
    return { ...own, status: undefined, problem: inside.problem, ...recorded(name) };
  }
  try {
    return { ...own, status: await demoStatus(tools, platform, name), problem: undefined, ...recorded(name) };
  } catch (error) {
    return { ...own, status: undefined, problem: told(error), ...recorded(name) };
  }
}

async function demoStatus(tools: Tools, platform: Platform, name: string): Promise<EnvironmentStatus> {
  const { namespace } = readOutputs(ENGINE, name);
  if (typeof namespace !== "string") {
    throw new UserError(`${name} is not complete. Finish it with: npx thoughts env clone local ${name}`);
  }
  const workloads = await new Workloads(tools, platform, namespace, name).list();
  return lookAt(tools, platform, namespace, workloads, name);
}

/** The environments on AWS, as far as their files tell. */
export function awsEnvironments(): readonly Environment[] {
  return AWS_STACKS.filter((name) => existsSync(stackFile(name))).map((name) => {
    const { release, problem } = releaseIn(name);
    return { ...described(name, "AWS", release), problem, ...notUp() };
  });
}

/** What people can mend. @throws any other error */
export function told(error: unknown): string {
  if (error instanceof UserError) {
    return error.message;
  }
  throw error;
}

function releaseIn(stack: string): { readonly release?: ReleaseSettings; readonly problem: string | undefined } {
  try {
    return { release: readRelease(stack), problem: undefined };
  } catch (error) {
    return { problem: told(error) };
  }
}

function described(name: string, place: string, release: ReleaseSettings | undefined) {
  const progress = (service: ServiceName) => release && progressOf({ service, stack: name }, release.services[service]);
  return {
    name,
    place,
    versions: release && SERVICES.map((service) => versionOf(service, release)),
    releases: SERVICES.flatMap((service) => progress(service) ?? []),
  };
}

function versionOf(service: ServiceName, { services }: ReleaseSettings): Version {
  const { tag, rollout } = services[service];
  return { service, tag, next: rollout && { tag: rollout.next.tag, phase: rollout.phase } };
}

function placeOf({ nodes, context }: Platform): string {
  return nodes === "own" ? `cluster ${context}` : `this machine, ${nodes} nodes`;
}

/** What the engine has written down. */
function recorded(stack: string): Pick<Environment, "topology" | "changes"> {
  // One more than is shown: what a run has changed is seen beside the one before it.
  return { topology: topologyOf(partsOf(ENGINE, stack)), changes: changesOf(pastRuns(ENGINE, stack, RUNS + 1), RUNS) };
}

function notUp(): Pick<Environment, "status" | "topology" | "changes"> {
  return { status: undefined, topology: undefined, changes: [] };
}
