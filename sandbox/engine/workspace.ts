import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { installPlugins } from "./plugins";

export interface WorkspaceArgs {
  /** The clone: where `Pulumi.yaml` and the program are. */
  readonly root: string;
  /** Where this workspace keeps state, passphrase, plugins and its copies of stack files; made if need be. */
  readonly folder: string;
  readonly stack: string;
  /** The folder of the `pulumi` program and of its language host. */
  readonly pulumi: string;
  readonly kubeconfig: string;
  /** Settings that this run has otherwise than the stack's file. @default - none */
  readonly overrides?: Readonly<Record<string, string>>;
}

/** A stack of the program with a backend of its own: neither the user's Pulumi login nor the stack's file is touched. */
export interface Workspace {
  readonly stack: Stack;
  /** The copy of the stack's file that the engine is to use; it differs in the fields of the secrets provider. */
  readonly configFile: string;
  /** The folder of the file backend. */
  readonly backend: string;
}

/** Fields that the engine writes into a stack's file when it chooses how to encrypt. */
const SECRETS_FIELDS = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** Opens the stack, and creates it in the workspace's backend if it is not there. */
export async function openWorkspace(args: WorkspaceArgs): Promise<Workspace> {
  const { root, folder, stack: name, pulumi } = args;
  const home = join(folder, "home");
  const backend = join(folder, "state");
  const project = join(folder, "project");
  for (const made of [home, backend, project]) {
    mkdirSync(made, { recursive: true });
  }
  installPlugins(root, home);

  const envVars = {
    PATH: [pulumi, dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(folder),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // All plugins are in place; looking for others would only wait for the network.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    KUBECONFIG: args.kubeconfig,
  };
  const pulumiCommand = await PulumiCommand.get({ root: dirname(pulumi), skipVersionCheck: true });
  const options = { pulumiCommand, pulumiHome: home, envVars };

  const configFile = join(project, `Pulumi.${name}.yaml`);
  if (!existsSync(join(backend, ".pulumi", "stacks", "thoughts", `${name}.json`))) {
    // `stack init` writes its salt beside the Pulumi.yaml it finds, so it gets a folder of its own.
    writeFileSync(join(project, "Pulumi.yaml"), readFileSync(join(root, "Pulumi.yaml")));
    await LocalWorkspace.createOrSelectStack({ stackName: name, workDir: project }, { ...options, workDir: project });
  }
  writeConfigCopy(join(root, `Pulumi.${name}.yaml`), configFile, args.overrides ?? {});
  const workspace = await LocalWorkspace.create({ ...options, workDir: root });
  return { stack: await Stack.select(name, workspace), configFile, backend };
}

/** Encrypts the secrets in this workspace's state; made once, and good for nothing else. */
function passphraseFile(folder: string): string {
  const file = join(folder, "passphrase");
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return file;
}

/** The stack's file as it is now, with the secrets provider that this workspace's stack was made with. */
function writeConfigCopy(original: string, copy: string, overrides: Readonly<Record<string, string>>): void {
  const given = parse(readFileSync(original, "utf8")) as { config: Record<string, unknown> };
  const before = existsSync(copy) ? (parse(readFileSync(copy, "utf8")) as Record<string, unknown>) : {};
  const secrets = Object.entries(before).filter(([field]) => SECRETS_FIELDS.includes(field));
  const kept = Object.entries(given).filter(([field]) => !SECRETS_FIELDS.includes(field));
  const config = { ...given.config, ...overrides };
  writeFileSync(copy, stringify({ ...Object.fromEntries([...kept, ...secrets]), config }));
}
