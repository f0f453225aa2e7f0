import { UserError } from "../../engine/user-error";
import { isDemo } from "../../stacks/names";
import { settingsIn } from "../account/settings";
import { alone, aloneOn } from "../alone";
import { demoText, originOf, renewDemoFile } from "../env/demo-file";
import { demoCalled } from "../env/demos";
import { ROOT } from "../folders";

/**
 * Whether commands bring a stack's changes in by themselves: `local`, and demos in its cluster. Those on AWS are brought in by
 * Pulumi itself, and those from Git by a commit (docs/gitops.md).
 * @throws {UserError} for a demo that is not there, is not up, or sleeps
 */
export function isBroughtInHere(stack: string): boolean {
  if (!isDemo(stack)) {
    return stack === "local" && !isFromGit(stack);
  }
  const { source, isHere, settings } = demoCalled(stack);
  if (source !== "local") {
    return false;
  }
  if (!isHere) {
    throw new UserError(`${stack} is not up here; bring it up first: ${bringInLine(stack)}`);
  }
  if (settings?.demo.asleep === true) {
    throw new UserError(`no pod of ${stack} runs: it sleeps; wake it first: npx thoughts env wake ${stack}`);
  }
  return true;
}

/** Whether its services are brought in from Git, so that no run of ours brings a version in. */
function isFromGit(stack: string): boolean {
  const { delivery } = settingsIn(ROOT, stack) as { readonly delivery?: { readonly kind?: string } };
  return delivery?.kind === "flux" || delivery?.kind === "argocd";
}

/** What people type to bring in what the file of a stack says. */
export function bringInLine(stack: string): string {
  return stack === "local" ? "npm run up" : `npx thoughts env clone ${originOf(demoText(stack))} ${stack}`;
}

/** Writes what is brought in next into the stack's file. A demo is changed by it: its time counts anew. */
export function saveChange(stack: string, write: () => void): void {
  write();
  if (isDemo(stack)) {
    renewDemoFile(stack);
  }
}

/** Does the work while no other command works on the stack; where only its file is written, nobody is waited for. */
export async function aloneWith(stack: string, work: () => Promise<void>): Promise<void> {
  if (stack === "local") {
    await alone(work);
  } else if (isDemo(stack)) {
    await aloneOn(stack, work);
  } else {
    await work();
  }
}
