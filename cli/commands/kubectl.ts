import { spawn } from "node:child_process";
import { once } from "node:events";
import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { ENGINE, isUp } from "../folders";
import { programOf } from "../kubectl";
import { readPlatform } from "../platform";
import { toolsFor } from "../tools";

/** `kubectl`: kubectl for the cluster and namespace that are up here, whatever one's own kubeconfig points at. */
export async function kubectl(args: readonly string[]): Promise<void> {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    throw new UserError("nothing is up in this clone, so there is no cluster to ask; first: npm run up");
  }
  const { kubeconfig, context } = platform;
  const { namespace } = readOutputs(ENGINE, "local");
  const own = [
    ...["--kubeconfig", kubeconfig, "--context", context],
    ...(typeof namespace === "string" ? ["--namespace", namespace] : []),
  ];
  const child = spawn(programOf(await toolsFor(console.error)), [...own, ...args], { stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  process.exitCode = code ?? 1;
}
