// That no command of a page is left out, and that programs which are not run here would take theirs.
import { describe, expect, it } from "vitest";
import { awsProblem } from "./testing/aws-commands";
import { PAGES, textOf } from "./testing/pages";
import { REFERENCED, referenceProblem } from "./testing/program-options";
import { isChecked, shellIn, type ShellCommand, UNTRIED_PAGES } from "./testing/shell";

/** Why a program would not take a command. @returns undefined if it would, or another test knows */
function problemOf({ words }: ShellCommand): string | undefined {
  const [program = ""] = words;
  if (program === "aws") return awsProblem(words);
  return REFERENCED.includes(program) ? referenceProblem(words) : undefined;
}

const wordsIn = (page: string) => shellIn(page).map(({ words }) => words.join(" "));

const isUntried = (page: string) => Object.keys(UNTRIED_PAGES).some((one) => page.startsWith(one));

describe.each(PAGES)("%s", (page) => {
  const commands = shellIn(textOf(page));

  it("shows in its blocks only programs whose commands some test checks", () => {
    const unknown = commands.filter((command) => !isChecked(command));
    expect(unknown.map(({ line, words }) => `${page}:${line}: ${words.join(" ")}`)).toEqual([]);
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
    const page = "# A\n\n`kubectl top nodes` (on AWS)\n\n```sh\nkubectl get pods\nkubectl top pods # (on AWS)\n```\n";
    expect(shellIn(page).map(({ line, mark }) => [line, mark])).toEqual([
      [6, undefined],
      [7, "on AWS"],
      [3, "on AWS"],
    ]);
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
  ])("is right: %s", (text) => {
    expect(shellIn(`\`${text}\``).map(problemOf)).toEqual([undefined]);
  });
});
