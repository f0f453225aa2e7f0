import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { promisify } from "node:util";
import { UserError } from "../../engine/user-error";
import { recordingOf, type RecordingArgs } from "./recording";

/**
 * What an account's own stack makes, from its program itself, without an engine: who may do what there, among others.
 * @param folder an empty one, or none yet; its folder `cloud` is then one that the stand-in for AWS reads
 * @throws {UserError} with what the program complains about
 */
export async function renderAccount(args: RecordingArgs, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const recording = recordingOf(args, folder);
  try {
    await promisify(execFile)(recording.program, recording.args, recording.options);
  } catch (error) {
    const { stderr = String(error) } = error as { readonly stderr?: string };
    throw new UserError(`the program of ${args.stack}, which says who may do what, can't be run:\n${stderr.trim()}`);
  }
}
