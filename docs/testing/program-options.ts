import { spawnSync } from "node:child_process";

/**
 * Programs that this machine need not have, with the commands and options that pages may use, each from the program's
 * reference. A program without commands has its options under "".
 */
const REFERENCES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // https://docs.docker.com/reference/cli/docker/
  docker: {
    build: ["--file", "--build-arg", "--tag", "--push", "--platform"],
    login: ["--username", "--password-stdin"],
    push: [],
    pull: [],
    tag: [],
    run: ["--rm", "--env", "--publish", "--read-only"],
  },
  // https://github.com/google/go-containerregistry/tree/main/cmd/crane/doc
  crane: { "auth login": ["--username", "--password-stdin"], copy: [], digest: [] },
  // https://bind9.readthedocs.io/en/latest/manpages.html#dig-dns-lookup-utility
  dig: { "": ["+short"] },
  // https://prometheus.io/docs/alerting/latest/alertmanager/
  amtool: { "alert add": [], "check-config": [], "config routes": [] },
  // https://kind.sigs.k8s.io/docs/user/quick-start/#loading-an-image-into-your-cluster
  kind: { "load docker-image": [] },
  // https://minikube.sigs.k8s.io/docs/commands/
  minikube: { "addons enable": [], tunnel: [], "image load": [] },
};

/** Programs of every machine of ours, and how each says its options; of one with commands, the command comes before it. */
export const HELPS: Readonly<Record<string, readonly string[]>> = {
  curl: ["--help", "all"],
  pg_dump: ["--help"],
  git: ["-h"],
  mktemp: ["--help"],
  grep: ["--help"],
  base64: ["--help"],
  openssl: ["-help"],
};

/** Those of {@link HELPS} that have commands. */
const WITH_COMMANDS = ["git", "openssl"];

export const REFERENCED: readonly string[] = Object.keys(REFERENCES);

/** Why a program would not take a command as it stands, by its reference. @returns undefined if it would */
export function referenceProblem([program = "", ...args]: readonly string[]): string | undefined {
  const commands = Object.entries(REFERENCES[program] ?? {});
  const [command, options] = commands.find(([name]) => name === "" || args.join(" ").startsWith(name)) ?? [];
  if (command === undefined || options === undefined) {
    return `the table of ${program} has no such command, but ${commands.map(([name]) => name).join(", ")}.`;
  }
  return optionProblems(args, options);
}

/** What a program's own help says against a command. @returns undefined if it would take it */
export function helpProblem([program = "", ...args]: readonly string[]): string | undefined {
  const command = WITH_COMMANDS.includes(program) ? args.slice(0, 1) : [];
  // Some say their options as an error.
  const { stdout, stderr } = spawnSync(program, [...command, ...(HELPS[program] ?? [])], { encoding: "utf8" });
  const help = `${stdout}${stderr}`;
  const known = [...help.matchAll(/(?<![\w-])--?[a-zA-Z][\w.-]*/g)].map(([option]) => option);
  // openssl does not list the digests: `-*   Any supported digest`.
  const digests = /^ *-\* /m.test(help) ? ["-sha256"] : [];
  return optionProblems(args.slice(command.length), [...known, ...digests]);
}

/** @returns undefined if each option is a known one */
export function optionProblems(args: readonly string[], known: readonly string[]): string | undefined {
  const [unknown] = args.filter((arg) => /^(-|\+[a-z])/.test(arg) && !known.includes(arg.replace(/=.*$/, "")));
  return unknown === undefined ? undefined : `there is no option ${unknown} in ${known.join(", ") || "none"}.`;
}
