// The real HAProxy, of Debian's packages, without being installed.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { rootfsFolder } from "../images/debian";

/** What was said to somebody who asked whether a configuration is right. */
export interface Checked {
  readonly ok: boolean;
  readonly text: string;
}

/** With the libraries of its own packages, whatever this machine has: a program and its first arguments. */
function haproxy(): readonly [string, readonly string[]] {
  const root = rootfsFolder({ packages: ["base-files", "haproxy"], without: ["*/perl*"] });
  const libraries = ["usr/lib", "lib"].map((folder) => join(root, folder, "x86_64-linux-gnu"));
  const linker = join(root, "lib64", "ld-linux-x86-64.so.2");
  return [linker, ["--library-path", libraries.join(":"), join(root, "usr", "sbin", "haproxy")]];
}

/** Reads a configuration as HAProxy would at its start. `-dW` makes a warning an error. */
export function checkHaproxy(file: string, environment: Readonly<Record<string, string>>): Checked {
  const [program, args] = haproxy();
  const { status, stdout, stderr } = spawnSync(program, [...args, "-c", "-V", "-dW", "-f", file], {
    encoding: "utf8",
    env: environment,
  });
  return { ok: status === 0, text: `${stdout}${stderr}` };
}

/** Starts one in the foreground; it ends with its process. */
export function startHaproxy(file: string, environment: Readonly<Record<string, string>>): ChildProcess {
  const [program, args] = haproxy();
  return spawn(program, [...args, "-db", "-f", file], { env: environment, stdio: "ignore" });
}
