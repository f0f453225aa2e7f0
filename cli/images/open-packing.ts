import type { ImageSpec } from "../../sandbox/images/spec";
import { interruptible } from "../interruption";
import { craneFor } from "../tools";
import type { PackerKind } from "./packers";
import { type Packer, packerFor } from "./packing";
import { RegistryClient } from "./registry-client";
import { hostOf } from "./registry-host";

export interface PackingArgs {
  /** Registries, or places in them, that are reached with the password. */
  readonly places: readonly string[];
  readonly login: string;
  /** What can be made of packages. */
  readonly specs: () => readonly ImageSpec[];
  /** @default - what this machine has */
  readonly by: PackerKind | undefined;
  readonly say: (line: string) => void;
}

/** Registries, and what makes images for them. */
export interface OpenPacking {
  readonly registries: RegistryClient;
  /** Readied when it is first asked for. @throws {UserError} where what is needed is not there */
  readonly packer: () => Promise<Packer>;
}

/** Opens registries, and what packs, for as long as something works with them. */
export async function withPacking<T>(
  { places, login, specs, by, say }: PackingArgs,
  work: (open: OpenPacking) => Promise<T>,
): Promise<T> {
  const crane = await craneFor(say);
  // One password holds for the registries of all accounts that let this one in.
  const logins = Object.fromEntries(places.map((place) => [hostOf(place), login]));
  const registries = new RegistryClient({ tool: crane, logins, say });
  let packer: Packer | undefined;
  const close = async () => {
    registries.close();
    await packer?.close();
  };
  const ready = async () => {
    packer ??= await packerFor({ specs, crane, dockerConfig: registries.configFolder, by });
    return packer;
  };
  try {
    return await interruptible(close, () => work({ registries, packer: ready }));
  } finally {
    await close();
  }
}
