// That no command of a page is left out: kubectl's are tried against a cluster by cli/drift.engine.test.ts.
import { describe, expect, it } from "vitest";
import { PAGES, textOf } from "./testing/pages";
import { isKnown, shellIn } from "./testing/shell";

const wordsIn = (page: string) => shellIn(page).map(({ words }) => words.join(" "));

describe.each(PAGES)("%s", (page) => {
  it("shows in its blocks only programs that a test tries, or of which it is known why none does", () => {
    const unknown = shellIn(textOf(page)).filter((command) => !isKnown(command));
    expect(unknown.map(({ line, words }) => `${page}:${line}: ${words.join(" ")}`)).toEqual([]);
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

  it("is unknown, if nobody says why it is not run", () => {
    expect(shellIn("```sh\nhelm list\n```").map(isKnown)).toEqual([false]);
  });
});
