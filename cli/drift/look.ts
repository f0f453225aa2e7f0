import type { Deployment } from "@pulumi/pulumi/automation";
import { type LookedUp, lookUp } from "../../engine/pulumi/look-up";
import { AWS_STACKS, type AwsStack } from "../../stacks/names";
import { alone } from "../alone";
import { demandEnvironment } from "../bootstrap/account-engine";
import { withEnvironmentStack } from "../bootstrap/environment-stack";
import { resourcesOf } from "../bootstrap/resource";
import { explained } from "../failures/explained";
import { logOf } from "../folders";
import { openLocal } from "../local-workspace";
import { LocalRun, type Say } from "../release/local-run";
import { required, runSteps } from "../steps";
import { driftOf, namedBy } from "./drift";
import type { DriftReport } from "./report";
import { unread, type Where } from "./unread";

/** The environments of which drift is looked for. */
export const DRIFT_STACKS = ["local", ...AWS_STACKS] as const;
export type DriftStack = (typeof DRIFT_STACKS)[number];

/** Looks up what is there of an environment, and holds it against what its last run brought in. Nothing is changed. */
export function lookForDrift(stack: DriftStack): Promise<DriftReport> {
  return stack === "local" ? lookHere() : lookInAccount(stack);
}

async function lookHere(): Promise<DriftReport> {
  const stack = "local";
  let report: DriftReport | undefined;
  await alone(async () => {
    const run = new LocalRun(stack);
    const look = async (say: Say) => {
      const workspace = await openLocal(run.tools, run.platform);
      const find = () => lookUp(workspace, exceptIn("here"), { say, log: logOf(stack) });
      report = reportOf(stack, "here", await explained(run.tools, run.platform, find));
      return doneText(report);
    };
    await runSteps([run.find(), { title: titleOf(stack), run: look }]);
  });
  return required(report);
}

async function lookInAccount(stack: AwsStack): Promise<DriftReport> {
  const platform = await demandEnvironment(stack);
  let report: DriftReport | undefined;
  const look = (say: Say) =>
    withEnvironmentStack({ stack, platform, purpose: "drift", say }, async (known, log) => {
      report = reportOf(stack, "eks", await known.lookUp(exceptIn("eks"), { say, log }));
      return doneText(report);
    });
  await runSteps([{ title: titleOf(stack), run: look }]);
  return required(report);
}

function exceptIn(where: Where): (state: Deployment) => readonly string[] {
  return (state) => unread(resourcesOf(state), where).map(({ urn }) => urn);
}

function reportOf(stack: DriftStack, where: Where, { before, after }: LookedUp): DriftReport {
  // A component and a provider have nothing to look up, and what is replaced and still to be deleted is not declared.
  const known = resourcesOf(before).filter(({ id, urn, delete: isLeft }) => {
    const { type } = namedBy(urn);
    return id !== undefined && isLeft !== true && !type.startsWith("pulumi:");
  });
  const hidden = unread(known, where);
  const looked = known.filter((one) => !hidden.includes(one));
  return {
    stack,
    drift: driftOf(looked, resourcesOf(after)),
    lookedUp: looked.length,
    unread: hidden.map(({ urn }) => namedBy(urn).type),
  };
}

function titleOf(stack: DriftStack): string {
  return `What is there of ${stack}`;
}

function doneText({ stack, lookedUp }: DriftReport): string {
  return `What is there of ${stack}: ${lookedUp} resources looked up`;
}
