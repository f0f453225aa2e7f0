import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { SIGNER, VERIFIERS } from "../../infra/keys/generations";
import type { ServiceName } from "../../infra/system";
import { type Keys, tokenKeysOf } from "../../release/keys";
import { ENGINE } from "../folders";
import { keysScope } from "../release/scope";
import { LocalRun } from "../release/local-run";
import { releaseOf, writeKeys } from "../release/stack-file";
import { runSteps } from "../steps";

/**
 * Brings a step of the rotation in, in this clone's environment. The stack's file is written once a preview has shown that
 * nothing but keys and the services that get other ones is touched.
 * @throws {UserError} if it was refused
 */
export async function bringInKeys(before: Keys, after: Keys): Promise<void> {
  const run = new LocalRun();
  const release = releaseOf("local");
  const wanted = { ...release, keys: after };
  await runSteps([
    ...run.prepare([release]),
    { title: "Deployed", run: () => demandApplied(before, readOutputs(ENGINE, "local").keysStep) },
    { title: "Preview", run: (say) => run.preview(wanted, keysScope(changedServices(before, after)), say) },
    {
      title: "pulumi up, keys only",
      run: (say) => {
        writeKeys("local", after);
        return run.up(wanted, say);
      },
    },
  ]);
}

/** The clock of a step starts when it is deployed, and not when a file says so. */
function demandApplied(keys: Keys, deployed: unknown): Promise<string> {
  const { position } = tokenKeysOf(keys);
  if (deployed !== position) {
    throw new UserError(
      `Pulumi.local.yaml says step ${keys.step} of generation ${keys.generation}, and that is not what is deployed. Bring ` +
        "it in first: npm run up",
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
