// The real HAProxy, of Debian's packages, without being installed.
import { type ChildProcess, spawn } from "node:child_process";
import { daemonOf, said, type Said } from "./debian";

function haproxy() {
  return daemonOf("haproxy", ["haproxy"]).started;
}

/** Reads a configuration as HAProxy would at its start. `-dW` makes a warning an error. */
export function checkHaproxy(file: string, environment: Readonly<Record<string, string>>): Said {
  const [program, args] = haproxy();
  return said(program, [...args, "-c", "-V", "-dW", "-f", file], environment);
}

/** Starts one in the foreground; it ends with its process. */
export function startHaproxy(file: string, environment: Readonly<Record<string, string>>): ChildProcess {
  const [program, args] = haproxy();
  return spawn(program, [...args, "-db", "-f", file], { env: environment, stdio: "ignore" });
}
