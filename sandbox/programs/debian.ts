// Programs of Debian's packages, without being installed.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rootfsFolder } from "../images/debian";

/** What a program said, and whether it was content. */
export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

/** Runs a program to its end. @param environment its variables. @default - those of this process */
export function said(program: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Said {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    ...(environment && { env: environment }),
  });
  return { ok: status === 0, text: `${stdout}${stderr}` };
}

/** A program and its first arguments. */
export type Started = readonly [string, readonly string[]];

/**
 * A daemon with the libraries of its own packages, whatever this machine has.
 * @param packages it and what it needs, besides the base
 * @returns how to start it, and the folder that stands for `/`
 */
export function daemonOf(
  name: string,
  packages: readonly string[],
): { readonly started: Started; readonly root: string } {
  const root = rootfsFolder({ packages: ["base-files", ...packages], without: ["*/perl*"] });
  const libraries = ["usr/lib", "lib"].map((folder) => join(root, folder, "x86_64-linux-gnu"));
  const linker = join(root, "lib64", "ld-linux-x86-64.so.2");
  return { started: [linker, ["--library-path", libraries.join(":"), join(root, "usr", "sbin", name)]], root };
}
