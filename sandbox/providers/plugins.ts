import { join } from "node:path";
import type { NodePlugin } from "../../engine/pulumi/plugins";
import type { Tool } from "../../engine/toolchain/tool";

/** Stands in for a provider: no account is reached. */
export function standIn(provider: "aws" | "eks"): NodePlugin {
  return ofFolder(provider, {});
}

/**
 * The official Kubernetes plugin behind a layer that records Helm releases whose charts can't be fetched.
 * @param repositories where to note which chart repositories can't be reached
 */
export function recordingReleases(kubernetes: Tool, repositories: string): NodePlugin {
  return ofFolder("helm", {
    KUBERNETES_PLUGIN: join(kubernetes.folder, "pulumi-resource-kubernetes"),
    CHART_REPOSITORIES: repositories,
  });
}

function ofFolder(name: string, variables: NodePlugin["variables"]): NodePlugin {
  return { kind: "node", name: `resource-${name}`, main: join(__dirname, name, "main.ts"), variables };
}
