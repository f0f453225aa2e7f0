import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { writeWhole } from "../process/file";
import { type EngineArgs, engineFor } from "./engine";
import { SECRETS_FIELDS, stackCopy } from "./stack-copy";
import { hasState, restoreState, stateFiles, stateFolder } from "./state";

/** Its folder is where the workspace keeps state and passphrase, and if nowhere else, plugins and its copies of stack files. */
export interface WorkspaceArgs extends EngineArgs {
  readonly stack: string;
  /** Settings that this run has otherwise than the stack's file. @default - none */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** A stack of the program with a backend of its own: neither the user's Pulumi login nor the stack's file is touched. */
export interface Workspace {
  readonly stack: Stack;
  /** Where the state is. */
  readonly folder: string;
  /** Where engines that work on it have their home. */
  readonly runFolder: string;
  /** The copy of the stack's file that the engine is to use; it differs in the fields of the secrets provider. */
  readonly configFile: string;
  /** The folder of the file backend. */
  readonly backend: string;
  /** The policy pack that every change has to pass. */
  readonly policies: string;
}

/** Opens the stack, and creates it in the workspace's backend if it is not there. */
export async function openWorkspace(args: WorkspaceArgs): Promise<Workspace> {
  const { root, folder, runFolder = folder, stack: name, environment } = args;
  const backend = stateFolder(folder);
  const project = join(runFolder, "project");
  for (const made of [backend, project]) {
    mkdirSync(made, { recursive: true });
  }
  const own = { PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(folder) };
  const { options, policies } = await engineFor({ ...args, environment: { ...own, ...environment } });

  const configFile = join(project, `Pulumi.${name}.yaml`);
  const secrets = join(folder, `secrets.${name}.yaml`);
  restoreState(backend, name);
  // A removal that was killed may have left the secrets' file alone.
  if (!existsSync(secrets) || !hasState(folder, name)) {
    // `stack init` writes its salt beside the Pulumi.yaml it finds, so it gets a folder of its own.
    writeWhole(join(project, "Pulumi.yaml"), readFileSync(join(root, "Pulumi.yaml")));
    await LocalWorkspace.createOrSelectStack({ stackName: name, workDir: project }, { ...options, workDir: project });
    writeWhole(secrets, stringify(secretsFields(configFile)));
  }
  const given = readFileSync(join(root, `Pulumi.${name}.yaml`), "utf8");
  const { overrides = {} } = args;
  writeWhole(configFile, stackCopy(given, { secrets: secretsFields(secrets), overrides }));
  const local = await LocalWorkspace.create({ ...options, workDir: root });
  return {
    stack: await stackOf(local, name),
    folder,
    runFolder,
    configFile,
    backend,
    policies,
  };
}

/** Takes a stack out of a workspace that nothing is left of: its state, its history, and its copies of the stack's file. */
export function removeStack(folder: string, name: string): void {
  const backend = stateFolder(folder);
  // The state first: one that is left without the others can't be read any more, nor removed.
  const own = [
    ...stateFiles(backend, name),
    ...["backups", "history"].map((kind) => join(backend, ".pulumi", kind, "thoughts", name)),
    join(backend, ".pulumi", "locks", "organization", "thoughts", name),
    join(folder, "project", `Pulumi.${name}.yaml`),
    join(folder, `secrets.${name}.yaml`),
  ];
  for (const path of own) {
    rmSync(path, { recursive: true, force: true });
  }
}

/** The stack without a start of the engine that would select it: every command names it. */
function stackOf(local: LocalWorkspace, name: string): Promise<Stack> {
  return Stack.select(name, Object.assign(local, { selectStack: () => Promise.resolve() }));
}

/** How the stack's secrets are encrypted: kept apart, because without it the state can't be read any more. */
function secretsFields(file: string): Record<string, unknown> {
  const fields = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(fields).filter(([field]) => SECRETS_FIELDS.includes(field)));
}

/** Encrypts the secrets in this workspace's state; made once, and good for nothing else. */
function passphraseFile(folder: string): string {
  const file = join(folder, "passphrase");
  if (!existsSync(file)) {
    writeWhole(file, randomBytes(32).toString("hex"));
  }
  return file;
}
