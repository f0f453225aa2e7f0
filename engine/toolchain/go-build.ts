import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { go } from "./go-command";
import { BuildPlan, type PlannedCommand, type PlannedPackage } from "./go-plan";
import { Downloads, missingModules } from "./module-cache";
import type { BuildStep, GoBuild, GoPackage, PluginSchema } from "./tool";

/** How often a build says how far it is. */
const STEP_MS = 1_000;

/** Programs hold no data for debuggers, and compiling without it takes a tenth less time. */
const FLAGS = ["-trimpath", "-buildvcs=false", "-gcflags=all=-dwarf=false"];

/** What one `go build` makes: packages of one module with the same tags share all that they have in common. */
interface Command extends PlannedCommand {
  readonly builds: readonly GoBuild[];
  readonly packages: readonly GoPackage[];
  /** Flags that decide how packages are compiled. */
  readonly flags: readonly string[];
}

/**
 * Builds programs from published Go modules into one folder. The user's Go caches are used, so a second build is quick.
 * @param work a folder for what is needed meanwhile; removed afterwards
 * @throws {UserError} if there is no Go, or one that is too old, or a program can't be built; the others are there then
 */
export async function goBuild(
  builds: readonly GoBuild[],
  work: string,
  bin: string,
  report: (step: BuildStep) => void,
): Promise<void> {
  report({ phase: "planning" });
  mkdirSync(bin, { recursive: true });
  try {
    const commands = grouped(builds).map((group, index) => commandFor(group, join(work, String(index))));
    const plan = new BuildPlan(bin);
    const downloads = new Downloads(report);
    // At the same time: most of it is waiting for the network.
    await Promise.all(
      commands.map(async (command) => plan.add(command, command.packages, await packagesOf(command, downloads))),
    );
    await runAll(commands, plan, bin, report);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * One command after the other, for they share packages; each is started as soon as the one before has nothing left to begin,
 * so that no processor waits while the last programs are linked. Goes on after a command that failed: what can be built need
 * not be built again.
 */
async function runAll(
  commands: readonly Command[],
  plan: BuildPlan,
  bin: string,
  report: (step: BuildStep) => void,
): Promise<void> {
  const running: Promise<void>[] = [];
  const timer = setInterval(() => report(plan.step()), STEP_MS);
  try {
    report(plan.step());
    for (const command of commands) {
      const build = runBuild(command, plan, bin).finally(() => plan.ended(command));
      running.push(build);
      await Promise.allSettled([Promise.race([build, plan.allBegun(command)])]);
    }
    await Promise.allSettled(running);
    await Promise.all(running);
  } finally {
    clearInterval(timer);
  }
}

function grouped(builds: readonly GoBuild[]): readonly (readonly GoBuild[])[] {
  const groups = new Map<string, GoBuild[]>();
  for (const build of builds) {
    const { module, tags = [], alone = false, packages } = build;
    const key = JSON.stringify([module, tags, alone ? packages : []]);
    groups.set(key, [...(groups.get(key) ?? []), build]);
  }
  return [...groups.values()];
}

/** A copy of the module, because what plugins embed is written into it. */
function commandFor(builds: readonly GoBuild[], folder: string): Command {
  const [first] = builds;
  const { module = "", tags = [] } = first ?? {};
  cpSync(module, folder, { recursive: true });
  return {
    folder,
    module,
    builds,
    packages: builds.flatMap(({ packages }) => packages),
    flags: [...FLAGS, ...(tags.length === 0 ? [] : ["-tags", tags.join(",")])],
  };
}

/** Fetches the modules that are needed, and asks Go which packages there are and which it has to compile. */
async function packagesOf(
  { folder, builds, packages, flags }: Command,
  downloads: Downloads,
): Promise<readonly PlannedPackage[]> {
  const programs = packages.map(({ program }) => program);
  downloads.expect(await missingModules(folder, programs));
  for (const { embeds } of builds) {
    if (embeds !== undefined) {
      await writeSchema(embeds, folder);
    }
  }
  const fields = ["ImportPath", "Standard", "Stale", "Dir", 'join .GoFiles ","', 'join .Deps ","', "Name"];
  const format = fields.map((field) => `{{${/^[A-Z]/.test(field) ? `.${field}` : field}}}`).join("\t");
  const args = ["list", "-deps", ...flags, "-f", format, ...packages.map(({ path }) => path)];
  const output = await go({ folder, args, onLine: (line) => downloads.said(line) });
  return output.split("\n").map((line) => {
    const [path = "", standard, stale, dir = "", files = "", deps = "", name] = line.split("\t");
    return {
      path,
      standard: standard === "true",
      stale: stale === "true",
      files: files === "" ? [] : files.split(",").map((file) => join(dir, file)),
      deps: name === "main" ? deps.split(",") : undefined,
    };
  });
}

async function runBuild(command: Command, plan: BuildPlan, bin: string): Promise<void> {
  const { folder, builds, packages, flags } = command;
  const linked = packages.map(({ path, variables = {} }) => {
    const set = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
    return `-ldflags=${path}=${["-s", "-w", ...set].join(" ")}`;
  });
  await go({
    folder,
    args: ["build", "-v", ...flags, ...linked, "-o", `${bin}/`, ...packages.map(({ path }) => path)],
    onLine: (line) => plan.begun(command, line),
  });
  for (const { copies } of builds) {
    if (copies !== undefined) {
      const source = await go({ folder, args: ["list", "-m", "-f", "{{.Dir}}", copies.module] });
      for (const file of copies.files) {
        copyFileSync(join(source, copies.folder, file), join(bin, file));
        chmodSync(join(bin, file), 0o755);
      }
    }
  }
}

/** What the plugin's own release does before it is compiled. */
async function writeSchema({ module, folder: from, into, version }: PluginSchema, folder: string): Promise<void> {
  await go({ folder, args: ["mod", "download", module] });
  const source = await go({ folder, args: ["list", "-m", "-f", "{{.Dir}}", module] });
  const read = (file: string) => JSON.parse(readFileSync(join(source, from, file), "utf8")) as object;
  writeFileSync(join(folder, into, "schema-embed.json"), JSON.stringify({ ...read("schema.json"), version }));
  writeFileSync(join(folder, into, "terraform-mapping-embed.json"), JSON.stringify(read("terraform-mapping.json")));
}
