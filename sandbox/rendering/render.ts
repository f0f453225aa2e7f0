import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../engine/user-error";
import type { Manifest } from "./manifest";
import type { Rendering } from "./program";
import { recordingOf, type RecordingArgs } from "./recording";

/** The file by which a folder is known as one of ours, to be replaced as a whole. */
const MARKER = ".rendered-by-thoughts";

/**
 * Every Kubernetes manifest of an environment, from the program itself, without an engine, a cluster or the network.
 * @returns sorted by path
 * @throws {UserError} with what the program complains about
 */
export function render(args: RecordingArgs): readonly Manifest[] {
  return renderAll(args).manifests;
}

/** The same with every resource, and the outputs of the stack. @throws {UserError} with what the program complains about */
export function renderAll(of: RecordingArgs): Rendering {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-render-"));
  try {
    const { program, to, args, options } = recordingOf(of, folder);
    const { status, stderr } = spawnSync(program, args, options);
    if (status !== 0) {
      throw new UserError(`the program of ${of.stack} can't be rendered:\n${stderr.trim()}`);
    }
    const rendering = JSON.parse(readFileSync(to, "utf8")) as Rendering;
    return { ...rendering, manifests: [...rendering.manifests].sort((a, b) => (a.path < b.path ? -1 : 1)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Makes a folder hold these manifests and nothing else, all at once: it is never seen half written.
 * @throws {UserError} if the folder holds something that was not written here
 */
export function writeManifests(folder: string, manifests: readonly Manifest[]): void {
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0 && !existsSync(join(target, MARKER))) {
    throw new UserError(
      `${folder} holds files that were not rendered; give a new or empty folder, or one rendered before`,
    );
  }
  mkdirSync(dirname(target), { recursive: true });
  const fresh = mkdtempSync(`${target}.`);
  for (const { path, text } of manifests) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), text);
  }
  writeFileSync(join(fresh, MARKER), "npx thoughts render replaces this folder as a whole.\n");
  const old = `${fresh}.old`;
  if (existsSync(target)) {
    renameSync(target, old);
  }
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
}
