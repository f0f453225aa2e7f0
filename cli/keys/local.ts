import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { SIGNER, VERIFIERS } from "../../infra/keys/generations";
import type { ServiceName } from "../../infra/system";
import { type Keys, tokenKeysOf } from "../../release/keys";
import { ENGINE } from "../folders";
import { LocalRun } from "../release/local-run";
import { bringInLine, saveChange } from "../release/place";
import { keysScope } from "../release/scope";
import { releaseOf, writeKeys } from "../release/stack-file";
import { runSteps } from "../steps";

/**
 * Brings a step of the rotation in, in an environment of this clone's cluster. The stack's file is written once a preview has shown that
 * nothing but keys and the services that get other ones is touched.
 * @param stack `local`, or a demo in its cluster
 * @throws {UserError} if it was refused
 */
export async function bringInKeys(stack: string, before: Keys, after: Keys): Promise<void> {
  const run = new LocalRun(stack);
  const release = releaseOf(stack);
  const wanted = { ...release, keys: after };
  await runSteps([
    ...run.prepare([release]),
    { title: "Deployed", run: () => demandApplied(stack, before) },
    { title: "Preview", run: (say) => run.preview(wanted, keysScope(changedServices(before, after)), say) },
    {
      title: "pulumi up, keys only",
      run: (say) => {
        saveChange(stack, () => {
          writeKeys(stack, after);
        });
        return run.up(wanted, say);
      },
    },
  ]);
}

/** The clock of a step starts when it is deployed, and not when a file says so. */
function demandApplied(stack: string, keys: Keys): Promise<string> {
  const { position } = tokenKeysOf(keys);
  if (readOutputs(ENGINE, stack).keysStep !== position) {
    throw new UserError(
      `Pulumi.${stack}.yaml says step ${keys.step} of generation ${keys.generation}, and that is not what is deployed. Bring ` +
        `it in first: ${bringInLine(stack)}`,
    );
  }
  return Promise.resolve(`Deployed: step ${keys.step}`);
}

/** The services whose pods get other keys. */
export function changedServices(before: Keys, after: Keys): readonly ServiceName[] {
  const [old, fresh] = [tokenKeysOf(before), tokenKeysOf(after)];
  const verifiers = VERIFIERS.filter((name) => String(old.accepted[name]) !== String(fresh.accepted[name]));
  return [...(old.signer === fresh.signer ? [] : [SIGNER]), ...verifiers];
}
