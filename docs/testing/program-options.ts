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
  // https://curl.se/docs/manpage.html
  curl: { "": ["-v", "-i", "-s", "-f", "--tlsv1.3", "--json"] },
  // https://bind9.readthedocs.io/en/latest/manpages.html#dig-dns-lookup-utility
  dig: { "": ["+short"] },
  // https://www.postgresql.org/docs/current/app-pgdump.html
  pg_dump: { "": ["--table", "--format", "--username"] },
  // https://prometheus.io/docs/alerting/latest/alertmanager/
  amtool: { "alert add": [], "check-config": [], "config routes": [] },
};

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

/** @returns undefined if each option is a known one */
export function optionProblems(args: readonly string[], known: readonly string[]): string | undefined {
  const [unknown] = args.filter((arg) => /^(-|\+[a-z])/.test(arg) && !known.includes(arg.replace(/=.*$/, "")));
  return unknown === undefined ? undefined : `there is no option ${unknown} in ${known.join(", ") || "none"}.`;
}
