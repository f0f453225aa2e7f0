// That no command of a page is left out, that programs which are not run here would take theirs, and that each command
// which no test tries has a mark that says what it needs.
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { ACCOUNT_COMMANDS, needsAccount, OFFLINE_TOO } from "./testing/account";
import { awsProblem } from "./testing/aws-commands";
import { PAGES, ROOT, textOf } from "./testing/pages";
import { HELPS, helpProblem, REFERENCED, referenceProblem } from "./testing/program-options";
import { isChecked, isTried, MARKS, shellIn, type ShellCommand, UNTRIED_PAGES } from "./testing/shell";

/** What this machine lacks of the programs whose help is asked. */
const lacking = Object.keys(HELPS).filter(
  (name) => !(process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name))),
);

/** Why a program would not take a command. @returns undefined if it would, or another test knows */
function problemOf({ words }: ShellCommand): string | undefined {
  const [program = ""] = words;
  if (program === "aws") return awsProblem(words);
  if (program in HELPS) return lacking.includes(program) ? undefined : helpProblem(words);
  return REFERENCED.includes(program) ? referenceProblem(words) : undefined;
}

const wordsIn = (page: string) => shellIn(page).map(({ words }) => words.join(" "));

/** Whether a command has a mark, or a block all of whose commands have it. */
const hasMark = ({ mark, blockMark }: ShellCommand, wanted: keyof typeof MARKS) =>
  mark === wanted || blockMark === wanted;

/** What is wrong with the marks of a page's commands. */
function markProblems(commands: readonly ShellCommand[]): readonly string[] {
  return commands.flatMap((command) => {
    const { line, words, mark, blockMark } = command;
    const place = `${line}: ${words.join(" ")}`;
    const isOwn = ["npm", "npx", "pulumi"].includes(words[0] ?? "");
    if (needsAccount(command)) {
      return hasMark(command, "needs AWS") ? [] : [`${place}: it needs an account: write (needs AWS) behind it`];
    }
    if (mark === "needs AWS" || (blockMark === "needs AWS" && isOwn)) {
      return [`${place}: it needs no account: take the mark (needs AWS) away`];
    }
    const isMarked = mark !== undefined || blockMark !== undefined || (command.place === "text" && words.length < 3);
    return isTried(command) || isMarked
      ? []
      : [`${place}: no test tries it: write what it needs behind it, one of (${Object.keys(MARKS).join("), (")})`];
  });
}

/** The files of cli/commands that ask AWS, themselves or by what they import. */
async function commandsThatAskAws(): Promise<readonly string[]> {
  const folder = join(ROOT, "cli", "commands");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.endsWith("index.ts") && !path.endsWith(".test.ts"),
  );
  const entryPoints = files.map((file) => join(folder, file));
  const options = { bundle: true, write: false, metafile: true, outdir: folder, absWorkingDir: ROOT } as const;
  const { metafile } = await build({ entryPoints, ...options, packages: "external", platform: "node" });
  const asks = (path: string, seen: Set<string>): boolean => {
    if (path.startsWith("@aws-sdk/")) return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return (metafile.inputs[path]?.imports ?? []).some((one) => asks(one.path, seen));
  };
  return files.filter((file) => asks(`cli/commands/${file}`, new Set())).sort();
}

const isUntried = (page: string) => Object.keys(UNTRIED_PAGES).some((one) => page.startsWith(one));

describe.each(PAGES)("%s", (page) => {
  const commands = shellIn(textOf(page));

  it("shows in its blocks only programs whose commands some test checks", () => {
    const unknown = commands.filter((command) => !isChecked(command));
    expect(unknown.map(({ line, words }) => `${page}:${line}: ${words.join(" ")}`)).toEqual([]);
  });

  it.skipIf(isUntried(page))("marks each command that needs what no test has, such as an account, and no other", () => {
    expect(markProblems(commands)).toEqual([]);
  });

  it.skipIf(isUntried(page))("shows only commands that their programs would take", () => {
    const wrong = commands.flatMap((command) => {
      const problem = problemOf(command);
      return problem === undefined ? [] : [`${page}:${command.line}: ${command.words.join(" ")}: ${problem}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe("a command of a page", () => {
  it.each([
    ["look: `kubectl get pods`, then", ["kubectl get pods"]],
    ["by `kubectl` alone, or `kubernetes`", []],
    ["they write `kubectl -n example …`", []],
    ["`npx thoughts kubectl get pods`", ["kubectl -n example get pods"]],
    [
      "```sh\nkubectl get \\\n  pods | base64 -d |\n  openssl x509    # text\n```",
      ["kubectl get pods", "base64 -d", "openssl x509"],
    ],
    ["```sh\nexport A=$(mktemp -d)/x\n```", ["export A=…/x", "mktemp -d"]],
    ["```sh\nkubectl get -o jsonpath='{.items[0].a b}'\n```", ["kubectl get -o jsonpath={.items[0].a b}"]],
    ["```text\nkubectl get pods\n```", []],
    ["`kubectl exec x -- node -e 'a(\"b\", () => c;d)'`", ['kubectl exec x -- node -e a("b", () => c;d)']],
  ])("is found: %s", (page, words) => {
    expect(wordsIn(page)).toEqual(words);
  });

  it("has its line, and the mark that stands behind it", () => {
    const page =
      "# A\n\n`kubectl top nodes`\n(needs\nAWS)\n\n```sh\nkubectl get pods\nkubectl top pods # (needs AWS)\n```\n";
    expect(shellIn(page).map(({ line, mark }) => [line, mark])).toEqual([
      [8, undefined],
      [9, "needs AWS"],
      [3, "needs AWS"],
    ]);
  });

  it("has the mark in the first line of its block", () => {
    const page = "```sh\n# (needs AWS)\nkubectl get pods\nkubectl get nodes # text\n```\n";
    expect(shellIn(page).map(({ blockMark }) => blockMark)).toEqual(["needs AWS", "needs AWS"]);
  });

  it.each([
    "`aws sts get-caller-identity`",
    "`pulumi up -s staging`",
    "`pulumi destroy --yes --stack demo-anna`",
    "`npx thoughts secrets list staging`",
    "`npx thoughts upgrade check --context thoughts-staging`",
    "`curl https://frontend.DOMAIN/login/`",
    "```sh\npulumi up\n```",
    "```sh\nkubectl get pods\nkubectl top pods\n```",
  ])("must say that it needs an account: %s", (page) => {
    expect(markProblems(shellIn(page))).toEqual([expect.stringContaining("it needs an account")]);
    const marked = page.startsWith("```") ? page.replace("sh\n", "sh\n# (needs AWS)\n") : `${page} (needs AWS)`;
    expect(markProblems(shellIn(marked))).toEqual([]);
  });

  it.each([
    "`npm run up` (needs AWS)",
    "`npx thoughts keys next -s staging` (needs AWS)",
    "`pulumi up` (needs AWS)",
    "`kubectl get pods` (needs AWS)",
    "```sh\n# (needs AWS)\nnpm run up\n```",
    "```sh\n# (needs AWS)\npulumi up -s staging\nnpx thoughts plan staging\n```",
  ])("must not say that it needs an account: %s", (page) => {
    expect(markProblems(shellIn(page))).toEqual([expect.stringContaining("it needs no account")]);
  });

  it("must say what it needs, if no test tries its program", () => {
    expect(markProblems(shellIn("```sh\ndocker build .\n```"))).toEqual([
      "2: docker build .: no test tries it: write what it needs behind it, one of (needs AWS), (needs Docker), " +
        "(needs kind), (needs minikube), (while a release runs)",
    ]);
    expect(markProblems(shellIn("`docker build .` (needs Docker)"))).toEqual([]);
  });

  it("needs an account if it is ours and asks AWS, and only then", async () => {
    const files = new Set([...Object.values(ACCOUNT_COMMANDS), ...Object.values(OFFLINE_TOO)]);
    expect(await commandsThatAskAws()).toEqual([...files].sort());
  });

  it("is unknown, if no test checks its program", () => {
    expect(shellIn("```sh\nhelm list\n```").map(isChecked)).toEqual([false]);
  });

  it.each([
    ["aws rds describe-databases", "there is no operation describe-databases."],
    ["aws rdss describe-db-instances", "there is no service rdss among"],
    ["aws rds delete-db-instance --instance x", "delete-db-instance needs DBInstanceIdentifier."],
    ["aws rds delete-db-instance --db-instance-identifier x --skip-snapshot", "has no option --skip-snapshot."],
    ["aws rds describe-db-instances --query Instances[]", "the answer of describe-db-instances has no Instances, but"],
    ["aws rds wait db-instance-ready", "there is nothing to wait for called db-instance-ready."],
    ["aws eks update-kubeconfig --cluster x", "there is no option --cluster in --name"],
    ["curl --jason x", "there is no option --jason in"],
    ["git rev-parse --shirt HEAD", "there is no option --shirt in"],
    ["docker bild .", "the table of docker has no such command, but build"],
    ["docker build --label a=b .", "there is no option --label in --file"],
  ])("is wrong: %s", (text, why) => {
    expect(shellIn(`\`${text}\``).map(problemOf)).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    "aws rds restore-db-instance-to-point-in-time --target-db-instance-identifier x --no-multi-az",
    "aws rds wait db-instance-available --db-instance-identifier x",
    "aws rds describe-db-instances --query 'DBInstances[].[DBInstanceIdentifier]' --output table",
    "aws ecr get-login-password --region us-west-2",
    "openssl x509 -noout -enddate -sha256",
  ])("is right: %s", (text) => {
    expect(shellIn(`\`${text}\``).map(problemOf)).toEqual([undefined]);
  });
});
