import { openWorkspace, type Workspace } from "../sandbox/engine/workspace";
import type { Tools } from "../sandbox/toolchain/tool";
import { ENGINE, ROOT } from "./folders";
import type { Platform } from "./platform";

/** The stack `local` of this clone, in the cluster that `up` uses. */
export function openLocal(tools: Tools, { kubeconfig, context }: Platform): Promise<Workspace> {
  return openWorkspace({
    root: ROOT,
    folder: ENGINE,
    stack: "local",
    pulumi: tools.pulumi,
    plugins: { kubernetes: "official or stand-in" },
    environment: { KUBECONFIG: kubeconfig },
    overrides: { "thoughts:context": context },
  });
}
