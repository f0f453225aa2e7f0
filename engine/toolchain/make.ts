import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../user-error";
import { manifestOf, toolFolder } from "./cache";
import { download, Unavailable } from "./download";
import { goBuild } from "./go-build";
import type { Origin, Tool, ToolReport, ToolSpec } from "./tool";

/** A tool that is made beside its folder, and moved there as a whole, so that the folder is never half filled. */
interface Making {
  readonly spec: ToolSpec;
  readonly kept: string;
  readonly folder: string;
  readonly bin: string;
}

/** A tool of which there is no download. */
interface Undownloaded extends Making {
  readonly why: string;
}

/**
 * Downloads the tools, and builds all that can't be downloaded with as few commands as Go allows.
 * @param keep is told of each one that is there
 * @throws {UserError} naming those that can't be had, what was tried, and what to do; the others are there then
 */
export async function makeTools(
  specs: readonly ToolSpec[],
  cache: string,
  report: ToolReport,
  keep: (tool: Tool) => void,
): Promise<void> {
  const fetching = specs.map((spec) => downloaded(begin(spec, cache), report));
  const fetched = (await Promise.allSettled(fetching)).flatMap((one) =>
    one.status === "fulfilled" ? [one.value] : [],
  );
  fetched.filter((one) => !("why" in one)).forEach((making) => keep(finish(making, "download")));
  // Of those that failed, the first one's error.
  await Promise.all(fetching);
  const toBuild = fetched.filter((one) => "why" in one);
  if (toBuild.length > 0) {
    await buildAll(toBuild, report, keep);
  }
}

function begin(spec: ToolSpec, cache: string): Making {
  const kept = toolFolder(cache, spec);
  const folder = `${kept}.making`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "bin"), { recursive: true });
  return { spec, kept, folder, bin: join(folder, "bin") };
}

function finish({ spec, kept, folder }: Making, origin: Origin): Tool {
  writeFileSync(manifestOf(folder), JSON.stringify({ origin }));
  rmSync(kept, { recursive: true, force: true });
  renameSync(folder, kept);
  return { name: spec.name, version: spec.version, origin, folder: join(kept, "bin") };
}

/** The tool, downloaded; or why it is not. */
async function downloaded(making: Making, report: ToolReport): Promise<Making | Undownloaded> {
  const { spec, bin } = making;
  const why = await downloadAll(spec, bin, report);
  if (why === undefined) {
    return making;
  }
  report({ kind: "no download", name: spec.name, why });
  return { ...making, why };
}

/** @returns why it can't be had, or undefined once it is there */
async function downloadAll(spec: ToolSpec, bin: string, report: ToolReport): Promise<string | undefined> {
  if (spec.downloads.length === 0) {
    return "none is published with a checksum for this system";
  }
  try {
    for (const file of spec.downloads) {
      report({ kind: "downloading", name: spec.name, url: file.url });
      await download(file, bin);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Unavailable) {
      return error.message;
    }
    throw error;
  }
}

async function buildAll(
  makings: readonly Undownloaded[],
  report: ToolReport,
  keep: (tool: Tool) => void,
): Promise<void> {
  const names = makings.map(({ spec }) => spec.name);
  const { folder = "" } = makings[0] ?? {};
  const built = join(folder, "built");
  const builds = makings.flatMap(({ spec }) => spec.builds);
  let failure: UserError | undefined;
  try {
    await goBuild(builds, join(folder, "work"), built, (step) => report({ kind: "building", names, step }));
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    failure = error;
  }
  const made = makings.filter((making) => collect(making, built));
  rmSync(built, { recursive: true, force: true });
  made.forEach((making) => keep(finish(making, "build")));
  const lacking = makings.filter((making) => !made.includes(making));
  if (failure !== undefined && lacking.length > 0) {
    throw notBuilt(lacking, failure.message);
  }
}

/** Puts a tool's programs into its folder. @returns whether all of them were built */
function collect({ spec, bin }: Making, built: string): boolean {
  const files = spec.builds.flatMap(({ packages, copies }) => [
    ...packages.map(({ program }) => program),
    ...(copies?.files ?? []),
  ]);
  if (!files.every((file) => existsSync(join(built, file)))) {
    return false;
  }
  // Of several files the first may have been downloaded: a tool is downloaded as a whole or built as a whole.
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin);
  files.forEach((file) => renameSync(join(built, file), join(bin, file)));
  for (const { packages, links = [] } of spec.builds) {
    links.forEach((link) => symlinkSync(packages[0]?.program ?? "", join(bin, link)));
  }
  return true;
}

function notBuilt(makings: readonly Undownloaded[], why: string): UserError {
  const [first, ...others] = makings;
  if (first !== undefined && others.length === 0) {
    return new UserError(`${tried(first)}; ${why} Or ${remedy(first.spec)}.`);
  }
  const lines = makings.map((making) => `  ${tried(making)}. Or ${remedy(making.spec)}.`);
  return new UserError(`${makings.length} tools can't be built: ${why}\n${lines.join("\n")}`);
}

function tried({ spec, why }: Undownloaded): string {
  return `${spec.name} ${spec.version}: not on PATH; no download (${why})`;
}

function remedy({ probe, programs, accepted, version }: ToolSpec): string {
  return "plugin" in probe
    ? `install it: pulumi plugin install resource ${probe.plugin} ${version}`
    : `put ${programs.join(", ")} ${accepted} on PATH`;
}
