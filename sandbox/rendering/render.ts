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
import { parse } from "yaml";
import { z } from "zod";
import { bundle } from "../../engine/pulumi/bundle";
import { UserError } from "../../engine/user-error";
import type { Manifest } from "./manifest";
import type { Job } from "./program";

/** The file by which a folder is known as one of ours, to be replaced as a whole. */
const MARKER = ".rendered-by-thoughts";

export interface RenderArgs {
  /** The clone whose program it is. */
  readonly root: string;
  readonly stack: string;
}

/**
 * Every Kubernetes manifest of an environment, from the program itself, without an engine, a cluster or the network.
 * @returns sorted by path
 * @throws {UserError} with what the program complains about
 */
export function render({ root, stack }: RenderArgs): readonly Manifest[] {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-render-"));
  try {
    const to = join(folder, "manifests.json");
    const job: Job = { stack, config: configOf(root, stack), to };
    const args = [programOf(root), JSON.stringify(job)];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env: environment() });
    if (status !== 0) {
      throw new UserError(`the program of ${stack} can't be rendered:\n${stderr.trim()}`);
    }
    const manifests = JSON.parse(readFileSync(to, "utf8")) as readonly Manifest[];
    return [...manifests].sort((a, b) => (a.path < b.path ? -1 : 1));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program for Node that renders a clone's. */
function programOf(root: string): string {
  const { main } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { main: string };
  const [recorder, program] = [join(__dirname, "program.ts"), join(root, main)].map((file) => JSON.stringify(file));
  return bundle({
    name: "render",
    entry: `import { render } from ${recorder}; render(() => require(${program})());`,
    // The providers' packages load it too, and there may be only one.
    external: ["@pulumi/pulumi"],
  });
}

/** Without what the program would find on one machine and not on another. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => name !== "KUBECONFIG" && !name.startsWith("PULUMI_"));
  return Object.fromEntries(own);
}

const withConfig = z.object({ config: z.record(z.string(), z.unknown()) });

/** As the engine passes it: texts as they are, everything else as JSON. */
function configOf(root: string, stack: string): Record<string, string> {
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) {
    const known = readdirSync(root).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new UserError(`there is no stack ${stack}; use one of ${known.join(", ")}`);
  }
  const { success, data } = withConfig.safeParse(parse(readFileSync(file, "utf8")));
  if (!success) {
    throw new UserError(`Pulumi.${stack}.yaml has no config; bring it back: git checkout Pulumi.${stack}.yaml`);
  }
  const { config } = data;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
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
