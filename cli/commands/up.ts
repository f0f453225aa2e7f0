import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Cluster, CONTEXT } from "../../sandbox/control-plane/cluster";
import { changesText } from "../../sandbox/engine/progress";
import { recover } from "../../sandbox/engine/recovery";
import { type Run, runEngine } from "../../sandbox/engine/run";
import type { Tools } from "../../sandbox/toolchain/tool";
import { UserError } from "../../sandbox/user-error";
import { alone } from "../alone";
import { CLUSTER, LOG, ROOT, SANDBOX } from "../folders";
import { openLocal } from "../local-workspace";
import { type Platform, writePlatform } from "../platform";
import { runSteps } from "../steps";
import { summary } from "../summary";
import { toolsFor } from "../tools";

export interface UpOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** `up`: tools, cluster, and a real `pulumi up` of the stack in it. */
export async function up(stack: string, options: UpOptions): Promise<void> {
  refuseForeignStack(stack);
  mkdirSync(SANDBOX, { recursive: true });
  await alone(() => upAlone(stack, options));
}

async function upAlone(stack: string, options: UpOptions): Promise<void> {
  const start = Date.now();
  let tools: Tools | undefined;
  let platform: Platform | undefined;
  let result: Run | undefined;
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
        result = await pulumiUp(required(tools), required(platform), say);
        return `pulumi up: ${changesText(result)}`;
      },
    },
  ]);
  await sayResult(stack, { tools: required(tools), platform: required(platform), result: required(result) }, start);
}

interface Outcome {
  readonly tools: Tools;
  readonly platform: Platform;
  readonly result: Run;
}

async function sayResult(stack: string, { tools, platform, result }: Outcome, start: number): Promise<void> {
  const text = await summary({
    tools,
    ...platform,
    namespace: String(result.outputs.namespace?.value),
    urls: (result.outputs.urls?.value ?? {}) as Record<string, string>,
  });
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(`\n${text}\n\n${stack} is up after ${seconds} s: ${changesText(result)}.`);
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

async function pulumiUp(tools: Tools, platform: Platform, say: (line: string) => void): Promise<Run> {
  const workspace = await openLocal(tools, platform);
  const { lockCleared, pendingOperations } = await recover(workspace, say);
  if (lockCleared || pendingOperations > 0) {
    say(`an earlier run was interrupted: ${pendingOperations} operations under way were looked up in the cluster`);
  }
  return runEngine(workspace, "up", { say, log: LOG });
}

function required<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("an earlier step left nothing.");
  }
  return value;
}
