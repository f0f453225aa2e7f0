import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type LocalWorkspaceOptions, PulumiCommand } from "@pulumi/pulumi/automation";
import type { Tool } from "../toolchain/tool";
import { ROOT } from "./bundle";
import { COMPILED } from "./bundler.cjs";
import { installPlugins, type Plugins } from "./plugins";
import { policyPack } from "./policies";

export interface EngineArgs {
  /** A clone: where `Pulumi.yaml` and the program are. */
  readonly root: string;
  /** Where the engine keeps its home with the plugins, if nowhere else; made if need be. */
  readonly folder: string;
  /** Where it keeps them instead, so that engines at work at the same time do not disturb each other. @default - `folder` */
  readonly runFolder?: string;
  /** The engine. Its folder holds the `pulumi` program and its language host. */
  readonly pulumi: Tool;
  readonly plugins: Plugins;
  /** A folder of programs that come before all others of their names. @default - none */
  readonly programs?: string;
  /** Variables for the engine, the program and the plugins, on top of this process's own. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the program, the policies and our plugins load first. */
const LEAN_SDK = join(ROOT, "engine", "pulumi", "lean-sdk.cjs");

/** An engine with a home of its own: the user's Pulumi login stays as it is. */
export interface Engine {
  /** How the Automation API starts it. */
  readonly options: Required<Pick<LocalWorkspaceOptions, "pulumiCommand" | "pulumiHome" | "envVars">>;
  /** The policy pack that every change has to pass. */
  readonly policies: string;
}

export async function engineFor(args: EngineArgs): Promise<Engine> {
  const { root, folder, runFolder = folder, pulumi, plugins, programs } = args;
  const home = join(runFolder, "home");
  mkdirSync(home, { recursive: true });
  const temporary = temporaryFolder(join(runFolder, "temporary"));
  installPlugins(root, home, plugins);
  const allInPlace = Object.values(plugins).every(({ kind }) => kind !== "fetched");
  const envVars = {
    PATH: [
      ...(programs === undefined ? [] : [programs]),
      pulumi.folder,
      dirname(process.execPath),
      process.env.PATH ?? "",
    ].join(delimiter),
    TMPDIR: temporary,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Where all plugins are in place, looking for others would only wait for the network.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: String(allInPlace),
    // Those that were put in place and no others: one on PATH might reach an account, or be of another version.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(LEAN_SDK)}`,
    // Of the program, the policies and our plugins. Node 20 does not know it.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? COMPILED,
    ...args.environment,
  };
  return {
    options: {
      pulumiCommand: await commandIn(dirname(pulumi.folder)),
      pulumiHome: home,
      envVars,
    },
    policies: policyPack({ root, folder: join(runFolder, "policies"), home, official: pulumi.origin !== "build" }),
  };
}

/** What another run may still use is younger. */
const TEMPORARY_MS = 60 * 60 * 1000;

/**
 * A folder for temporary files. The Kubernetes plugin writes a kubeconfig at each start, with what opens the cluster, and leaves
 * it there: not where all programs of a machine have theirs.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/v4.25.0/provider/pkg/provider/util.go
 */
function temporaryFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > TEMPORARY_MS)
    .forEach((path) => rmSync(path, { recursive: true, force: true }));
  return folder;
}

const commands = new Map<string, Promise<PulumiCommand>>();

/** It is asked for its version, which stays the same while this process runs. */
function commandIn(root: string): Promise<PulumiCommand> {
  const command = commands.get(root) ?? PulumiCommand.get({ root, skipVersionCheck: true });
  commands.set(root, command);
  return command;
}
