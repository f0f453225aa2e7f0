import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { UpResult } from "@pulumi/pulumi/automation";
import { Cluster, CONTEXT } from "../../sandbox/control-plane/cluster";
import { recover } from "../../sandbox/engine/recovery";
import { openWorkspace } from "../../sandbox/engine/workspace";
import type { Tools } from "../../sandbox/toolchain/tool";
import { UserError } from "../../sandbox/user-error";
import { EngineProgress } from "../engine-progress";
import { CLUSTER, ENGINE, ROOT, SANDBOX } from "../folders";
import { type Platform, writePlatform } from "../platform";
import { runSteps } from "../steps";
import { summary } from "../summary";
import { ticking, toolsFor } from "../tools";

export interface UpOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** How many resources the engine works on at a time; four a core, its default, leaves it waiting for the cluster. */
const PARALLEL = 64;

/** `up`: tools, cluster, and a real `pulumi up` of the stack in it. */
export async function up(stack: string, options: UpOptions): Promise<void> {
  refuseForeignStack(stack);
  mkdirSync(SANDBOX, { recursive: true });
  const start = Date.now();
  let tools: Tools | undefined;
  let platform: Platform | undefined;
  let result: UpResult | undefined;
  await runSteps([
    {
      title: "Tools",
      run: async (say) => {
        const found: string[] = [];
        tools = await toolsFor(say, (text) => found.push(text));
        return `Tools: ${found.join("; ")}`;
      },
    },
    {
      title: "Cluster",
      run: async (say) => {
        platform = await platformFor(options, required(tools), say);
        return `Cluster: ${platform.simulated ? "embedded, with simulated nodes" : platform.context}`;
      },
    },
    {
      title: `pulumi up of stack ${stack}`,
      run: async (say) => {
        result = await pulumiUp(stack, required(tools), required(platform), say);
        return `pulumi up: ${changes(result)}`;
      },
    },
  ]);
  await sayResult(stack, { tools: required(tools), platform: required(platform), result: required(result) }, start);
}

interface Outcome {
  readonly tools: Tools;
  readonly platform: Platform;
  readonly result: UpResult;
}

async function sayResult(stack: string, { tools, platform, result }: Outcome, start: number): Promise<void> {
  const text = await summary({
    tools,
    ...platform,
    namespace: String(result.outputs.namespace?.value),
    urls: (result.outputs.urls?.value ?? {}) as Record<string, string>,
  });
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(`\n${text}\n\n${stack} is up after ${seconds} s: ${changes(result)}.`);
}

/** Only what runs on a machine of one's own is served here; everything else is plain Pulumi's. */
function refuseForeignStack(stack: string): void {
  if (stack === "local") {
    return;
  }
  if (existsSync(join(ROOT, `Pulumi.${stack}.yaml`))) {
    throw new UserError(
      `stack ${stack} does not run on a cluster of your own. Use Pulumi itself: pulumi up -s ${stack}`,
    );
  }
  throw new UserError(`there is no stack ${stack}; the one to bring up here is local: npm run up`);
}

async function platformFor(options: UpOptions, tools: Tools, report: (what: string) => void): Promise<Platform> {
  const { kubeconfig = join(homedir(), ".kube", "config"), context } = options;
  if (context !== undefined) {
    if (!existsSync(kubeconfig)) {
      throw new UserError(`${kubeconfig} is no file; name your cluster's kubeconfig with --kubeconfig FILE.`);
    }
    const platform = { kubeconfig, context, simulated: false };
    writePlatform(platform);
    return platform;
  }
  if (options.kubeconfig !== undefined) {
    throw new UserError(`--kubeconfig needs --context NAME, so that nothing lands in another cluster of that file.`);
  }
  const cluster = new Cluster(CLUSTER, tools);
  await cluster.start(report);
  const platform = { kubeconfig: cluster.kubeconfig, context: CONTEXT, simulated: true };
  writePlatform(platform);
  return platform;
}

async function pulumiUp(
  stack: string,
  tools: Tools,
  platform: Platform,
  say: (line: string) => void,
): Promise<UpResult> {
  const workspace = await openWorkspace({
    root: ROOT,
    folder: ENGINE,
    stack,
    pulumi: tools.pulumi,
    kubeconfig: platform.kubeconfig,
    overrides: { "thoughts:context": platform.context },
  });
  const { lockCleared, pendingOperations } = await recover(workspace);
  if (lockCleared || pendingOperations > 0) {
    say(`an earlier run was interrupted: ${pendingOperations} operations under way were looked up in the cluster`);
  }
  const progress = new EngineProgress(() => undefined);
  const stop = ticking((seconds) => say(`${progress.line()} (${seconds} s)`));
  const log: string[] = [];
  try {
    return await workspace.stack.up({
      configFile: workspace.configFile,
      policyPacks: [workspace.policies],
      parallel: PARALLEL,
      color: "never",
      // It would decrypt the history, with a salt that is not in the stack's committed file.
      showSecrets: false,
      onEvent: progress.onEvent,
      onOutput: (output) => log.push(output),
    });
  } catch (error) {
    const file = join(SANDBOX, "pulumi.log");
    writeFileSync(file, log.join(""));
    const why = progress.errors.length > 0 ? progress.errors.join("\n") : (error as Error).message;
    throw new UserError(`pulumi up failed; all it said is in ${file}.\n${why}`);
  } finally {
    stop();
  }
}

function changes({ summary: { resourceChanges = {} } }: UpResult): string {
  const changed = Object.entries(resourceChanges).filter(([op]) => op !== "same");
  const same = resourceChanges.same ?? 0;
  return changed.length === 0
    ? `nothing to change, ${same} resources are as they should be`
    : changed.map(([op, count]) => `${count} ${op}`).join(", ");
}

function required<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("an earlier step left nothing.");
  }
  return value;
}
