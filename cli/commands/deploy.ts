import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writeWhole } from "../../engine/process/file";
import { UserError } from "../../engine/user-error";
import { byService, SERVICES } from "../../infra/system";
import { mayChangeTogether } from "../../release/plan";
import type { AwsStack } from "../../stacks/names";
import { demandAccount } from "../account/caller";
import { type AccountEnvironment, accountEnvironment } from "../account/environment";
import { canAsk } from "../agreement";
import { stateBackendOf } from "../bootstrap/account";
import { jobSummary, stepOutput } from "../ci/step-output";
import { cleanCommit } from "../clean-commit";
import {
  type DeployedRelease,
  deployedRelease,
  newestCommit,
  partMessage,
  wayBackMessage,
} from "../deploy/deployed-commit";
import type { Before } from "../deploy/before";
import { deploy as bringIn, type DeploymentSteps } from "../deploy/deployment";
import { isOlder } from "../deploy/newer";
import { patiently } from "../smoke/patience";
import { PulumiStack } from "../deploy/pulumi";
import { type DeploymentReport, reportText } from "../deploy/report";
import { ROOT, stackFile } from "../folders";
import { demandFilePlace, madeFolder, writeOutput } from "../output-place";
import { demandOwnAccount } from "../preflight/placeholders";
import { committedRelease, readRelease, writeServiceReleases } from "../release/stack-file";
import { placesOnAws } from "../smoke/aws";
import { writeDown } from "../smoke/record";
import { type Finding, smokeTest } from "../smoke/smoke";
import { findingLines } from "../smoke/text";
import { versionsOf } from "../smoke/versions";

export interface DeployOptions {
  /** Change it without being asked. */
  readonly yes?: boolean;
  /** A file for what came of it, as Markdown. @default - none */
  readonly report?: string;
}

/** `deploy`: brings an environment on AWS to this commit, asks its services, and takes them back if they are not well. */
export async function deploy(stack: AwsStack, { yes = false, report }: DeployOptions): Promise<void> {
  if (!yes && !canAsk()) {
    throw new UserError(`deploy asks before it changes ${stack}, and nobody is here to answer; say yes with --yes.`);
  }
  if (report !== undefined) {
    madeFolder({ option: "the folder of --report,", path: dirname(report) });
    demandFilePlace({ option: "--report", path: report });
  }
  const commit = cleanCommit(ROOT);
  const outcome = await outcomeOf(stack, commit, yes).catch((error: unknown) => {
    if (error instanceof UserError) {
      return { kind: "failed", why: error.message } as const;
    }
    throw error;
  });
  const text = reportText({ stack, commit, outcome } satisfies DeploymentReport);
  console.log(`\n${text}`);
  jobSummary(text);
  if (report !== undefined) {
    writeOutput({ option: "--report", path: report }, `${text}\n`);
  }
  // A later job of the workflow tells nothing of a run that changed nothing.
  stepOutput("outcome", outcome.kind);
  process.exitCode = outcome.kind === "deployed" || outcome.kind === "older" ? 0 : 1;
}

async function outcomeOf(stack: AwsStack, commit: string, yes: boolean): Promise<DeploymentReport["outcome"]> {
  demandOwnAccount(ROOT, stack);
  const { services } = readRelease(stack);
  const text = readFileSync(stackFile(stack), "utf8");
  const environment = accountEnvironment(ROOT, stack);
  await demandAccount(environment.platform);
  const { url } = stateBackendOf(stack, environment.platform);
  // Who is logged in elsewhere says so by the same variable.
  const pulumi = new PulumiStack({ folder: ROOT, stack, variables: { PULUMI_BACKEND_URL: url, ...process.env } });
  const updates = pulumi.updates();
  if (updates === undefined) {
    throw new UserError(
      `Pulumi tells nothing of stack ${stack} in ${url}. Look why: pulumi stack history -s ${stack}. ` +
        "If there is no such stack yet, bring it up once by hand (docs/first-up.md).",
    );
  }
  const deployed = deployedRelease(updates);
  const newest = newestCommit(updates);
  if (newest !== undefined && isOlder(ROOT, { stack, commit, deployed: newest })) {
    return { kind: "older", deployed: newest };
  }
  const folder = mkdtempSync(join(tmpdir(), "thoughts-deploy-"));
  const steps: DeploymentSteps = {
    up: (message) => pulumi.up({ message, yes }),
    back: (message) => pulumi.up({ message, yes: true }),
    test: () => tested(stack, pulumi, environment, join(folder, "kubeconfig")),
    write: (service, release) => {
      writeServiceReleases(stack, [service], { ...services, [service]: release });
    },
    restore: () => {
      writeWhole(stackFile(stack), text, 0o644);
    },
    say: (line) => {
      console.log(line);
    },
  };
  try {
    return await bringIn({
      services,
      before: releaseBefore(stack, deployed),
      together: mayChangeTogether(stack),
      messages: {
        back: (to, stay) =>
          wayBackMessage(to, { ...deployed?.kept, ...Object.fromEntries(stay.map((name) => [name, commit])) }),
        part: (coming) => partMessage(commit, coming),
      },
      steps,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What ran before. @returns why that is not known */
function releaseBefore(stack: AwsStack, deployed: DeployedRelease | undefined): Before | string {
  if (deployed === undefined) {
    return "nothing says which commit ran before";
  }
  const { commit, kept } = deployed;
  try {
    const most = committedRelease(stack, commit).services;
    const servicesOf = (own: string | undefined) => (own === undefined ? most : committedRelease(stack, own).services);
    return { commit, services: byService((name) => servicesOf(kept[name])[name]) };
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}

/** Asks all services inside and outside until they are well, and writes the result on their images. */
async function tested(
  stack: AwsStack,
  pulumi: PulumiStack,
  { platform: { region } }: AccountEnvironment,
  kubeconfig: string,
): Promise<readonly Finding[]> {
  const context = pulumi.output("clusterName");
  writeKubeconfig(region, context, kubeconfig);
  let serving: Readonly<Record<string, readonly string[]>> = {};
  const ask = async () => {
    const places = await placesOnAws(stack, { context, kubeconfig });
    serving = places.inside?.tags ?? {};
    return smokeTest(SERVICES, versionsOf(stack), places);
  };
  const findings = await patiently(ask, (line) => {
    console.log(line);
  });
  console.log(findingLines(findings).join("\n"));
  await writeDown(stack, { services: SERVICES, findings, tested: serving }).catch((error: unknown) => {
    // A registry that does not answer is no reason to keep a version that is not well.
    if (!(error instanceof UserError)) {
      throw error;
    }
    console.error(`the result is on no image, or not on all: ${error.message}`);
  });
  return findings;
}

/** @throws {UserError} if AWS's command line is not there, or refuses */
function writeKubeconfig(region: string, cluster: string, file: string): void {
  const named = ["--name", cluster, "--alias", cluster, "--kubeconfig", file];
  const { status, stderr, error } = spawnSync("aws", ["eks", "update-kubeconfig", "--region", region, ...named], {
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new UserError(`AWS's command line wrote no kubeconfig for ${cluster}: ${error?.message ?? stderr.trim()}`);
  }
}
