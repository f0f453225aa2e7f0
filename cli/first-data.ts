import type { Tools } from "../engine/toolchain/tool";
import { kubectlOf } from "./kubectl";
import type { Platform } from "./platform";

/** Puts people in to try a fresh environment with; does nothing if they are there. */
export async function addPeople(tools: Tools, platform: Platform, namespace: string): Promise<void> {
  const program = ["/usr/bin/node", "/app/main.cjs", "seed"];
  await kubectlOf(tools, platform, namespace)("exec", "service/users-service", "--", ...program);
}
