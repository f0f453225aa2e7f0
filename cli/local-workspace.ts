import type { Workspace } from "../engine/pulumi/workspace";
import type { Tools } from "../engine/toolchain/tool";
import type { ServiceName } from "../infra/system";
import type { ServiceRelease } from "../release/service-release";
import type { Packed } from "../sandbox/images/pack";
import { ENGINE, engineOf, ROOT } from "./folders";
import type { Platform } from "./platform";
import { releaseOf, type ReleaseSettings } from "./release/stack-file";

export interface LocalArgs {
  /** What was packed here. @default - none: the tags of the stack's file as they are */
  readonly images?: readonly Packed[];
  /** What is to run. @default - what the stack's file says */
  readonly release?: ReleaseSettings;
  /** `local`, or a demo in its cluster. @default "local" */
  readonly stack?: string;
  /**
   * Whether a preview takes fields over that somebody has changed by kubectl. `up` does, and its preview would stop there:
   * the plugin makes those fields its own only where it may change the object.
   * @default false
   */
  readonly takeOver?: boolean;
}

/** A stack of this clone, in the cluster that `up` uses. */
export async function openLocal(
  tools: Tools,
  { kubeconfig, context, nodes }: Platform,
  { images = [], stack = "local", release = releaseOf(stack), takeOver = false }: LocalArgs = {},
): Promise<Workspace> {
  // Loaded here, for steps to be on the screen before: the Automation API is the largest thing that a command loads.
  const { openWorkspace } = await import("../engine/pulumi/workspace.js");
  return openWorkspace({
    root: ROOT,
    folder: ENGINE,
    runFolder: engineOf(stack),
    stack,
    pulumi: tools.pulumi,
    plugins: { kubernetes: { kind: "tool", tool: tools["pulumi-kubernetes"] } },
    environment: { KUBECONFIG: kubeconfig, ...(takeOver && { PULUMI_K8S_ENABLE_PATCH_FORCE: "true" }) },
    overrides: {
      ...(stack === "local" && localSettings(context, nodes)),
      "thoughts:release": pinned(release, images),
    },
  });
}

/** What a demo takes from the environment that it is a copy of. */
function localSettings(context: string, nodes: Platform["nodes"]): Readonly<Record<string, string>> {
  // Simulated nodes pull nothing; on real ones only what can be packed here runs, and Grafana can't.
  return { "thoughts:context": context, ...(nodes === "real" && { "thoughts:dashboards": "none" }) };
}

/** By their digests, so that pods of changed source are replaced although its tag is the same. */
function pinned({ services, ...rest }: ReleaseSettings, images: readonly Packed[]): ReleaseSettings {
  const withDigest = (Object.entries(services) as [ServiceName, ServiceRelease][]).map(([name, release]) => {
    const pin = <V extends { readonly tag: string }>(version: V): V => {
      const packed = images.find(({ service, tag }) => service === name && tag === version.tag);
      return { ...version, ...(packed && { digest: packed.digest }) };
    };
    const { rollout } = release;
    return [name, { ...pin(release), ...(rollout && { rollout: { ...rollout, next: pin(rollout.next) } }) }] as const;
  });
  return { ...rest, services: Object.fromEntries(withDigest) as typeof services };
}
