import { describe, expect, it } from "vitest";
import { UserError } from "../../engine/user-error";
import type { Finding } from "../smoke/smoke";
import { OWNER_PATTERN, SCOPE_PATTERN } from "../../stacks/demo-settings";
import { demoComment, toldReason } from "./demo-comment";
import { demoRequest } from "./demo-request";
import { DEMO_MARKER } from "./markers";

const SHA = "4f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6";

interface Given {
  readonly action?: string;
  readonly label?: string;
  readonly labels?: readonly string[];
  readonly title?: string;
  readonly login?: string;
  readonly ref?: string;
  readonly state?: string;
  readonly repo?: string | null;
}

/** An event as GitHub sends it, as far as it is read: docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
function event({ action = "synchronize", label, labels = ["demo"], ...given }: Given): string {
  const {
    title = "New search",
    login = "Anna",
    ref = "feature/search",
    state = "open",
    repo = "acme/thoughts",
  } = given;
  return JSON.stringify({
    action,
    ...(label !== undefined && { label: { id: 1, name: label } }),
    pull_request: {
      ...{ number: 12, title, state, user: { login, id: 2 } },
      labels: labels.map((name) => ({ name, color: "fff" })),
      head: { ref, sha: SHA, repo: repo === null ? null : { full_name: repo } },
      base: { ref: "main", repo: { full_name: "acme/thoughts" } },
    },
    repository: { full_name: "acme/thoughts" },
  });
}

describe("what a pull request asks for", () => {
  const UP = {
    ...{ kind: "up", name: "demo-pr-12", owner: "anna", scope: "#12 New search" },
    ...{ branch: "feature/search", commit: SHA },
  };

  it.each([
    [{ action: "labeled", label: "demo" }, UP],
    [{ action: "synchronize" }, UP],
    [{ action: "reopened" }, UP],
    [
      { action: "closed", state: "closed" },
      { kind: "down", name: "demo-pr-12" },
    ],
    [
      { action: "unlabeled", label: "demo", labels: [] },
      { kind: "down", name: "demo-pr-12" },
    ],
    [{ action: "unlabeled", label: "urgent" }, UP],
    [{ action: "unlabeled", label: "urgent", labels: [] }, { kind: "none" }],
    [{ labels: ["urgent"] }, { kind: "none" }],
    [{ action: "closed", state: "closed", labels: [] }, { kind: "none" }],
  ])("is said by the event: %j", (given, wanted) => {
    expect(demoRequest(event(given))).toEqual(wanted);
  });

  it.each(["mallory/thoughts", null])("is refused for a fork: %s", (repo) => {
    const why = expect.stringContaining("it comes from a fork") as string;
    expect(demoRequest(event({ repo }))).toEqual({ kind: "refused", why });
    expect(demoRequest(event({ repo, action: "closed", state: "closed" }))).toEqual({ kind: "refused", why });
  });

  it.each(["$(reboot)", "a;b", "a`b`", "a b", "x".repeat(201)])("is refused for the branch %s", (ref) => {
    expect(demoRequest(event({ ref }))).toMatchObject({ kind: "refused" });
  });

  it.each([
    ["Anna", "anna"],
    ["dependabot[bot]", "dependabot-bot"],
    ["a--b", "a-b"],
    ["-", "unknown"],
    ["x".repeat(60), "x".repeat(50)],
  ])("makes %s an owner: %s", (login, owner) => {
    expect(demoRequest(event({ login }))).toMatchObject({ owner });
    expect(owner).toMatch(OWNER_PATTERN);
  });

  it.each([
    ["two\nlines\tand \u001b[31mred", "#12 two lines and [31mred"],
    ["turned \u202etxt.exe", "#12 turned txt.exe"],
    ["  ", "#12"],
    ["", "#12"],
    ["$(reboot) ${{ secrets.X }}", "#12 $(reboot) ${{ secrets.X }}"],
    ["😀".repeat(300), `#12 ${"😀".repeat(196)}`],
  ])("makes the title %j a scope", (title, scope) => {
    expect(demoRequest(event({ title }))).toMatchObject({ scope });
    expect(scope).toMatch(SCOPE_PATTERN);
  });

  it.each(["", "no JSON", "{}", "[]", '{"action":"push"}', event({ state: "merged" })])(
    "is not known of what is no event of a pull request: %s",
    (text) => {
      expect(() => demoRequest(text)).toThrow(/^the event is none of a pull request \(.*\); name the file/);
    },
  );
});

function finding(problem: string | undefined): Finding {
  const question = "GET https://frontend.demo-pr-12.test/login/";
  return { service: "frontend", from: "outside", shows: "the login page is shown", question, problem };
}

describe("the comment about a demo", () => {
  const up = {
    ...{ kind: "up" as const, name: "demo-pr-12", branch: "a`b", commit: "4f2a91c", newest: "4f2a91c" },
    urls: { syslog: "https://syslog.demo-pr-12.test", frontend: "https://frontend.demo-pr-12.test" },
    until: "2026-12-02 12:00 UTC",
    findings: [finding(undefined)],
  };

  it("begins with a mark of its own, and has the address in its title", () => {
    const lines = demoComment(up).split("\n");
    expect(lines[0]).toBe(DEMO_MARKER);
    expect(lines[2]).toBe("## Demo: https://frontend.demo-pr-12.test");
    expect(demoComment(up)).toContain("runs `4f2a91c` of ``a`b``, with an empty database, until 2026-12-02 12:00 UTC.");
    expect(demoComment(up)).toContain("| syslog | <https://syslog.demo-pr-12.test> |");
    expect(demoComment(up)).not.toContain("no images");
  });

  it("says so where the newest commit has no images yet", () => {
    expect(demoComment({ ...up, newest: "aaaaaaa" })).toContain("no images of the newest commit `aaaaaaa` yet");
  });

  it("says what its smoke tests found, and each wrong answer", () => {
    expect(demoComment(up)).toContain("Smoke test from outside: all 1 requests are answered as they should be.");
    const text = demoComment({ ...up, findings: [finding(undefined), finding("answers 502 instead of 200")] });
    expect(text).toContain("**Smoke test from outside: 1 of 2 requests are not answered as they should be.**");
    expect(text).toContain("GET https://frontend.demo-pr-12.test/login/: answers 502 instead of 200");
  });

  it("says what is gone, what can't be, and what failed, with the log", () => {
    expect(demoComment({ kind: "removed", name: "demo-pr-12" })).toContain("`demo-pr-12` is gone, with its data.");
    expect(demoComment({ kind: "refused", why: "it comes from a fork" })).toContain("no demo: it comes from a fork.");
    const failed = demoComment({ kind: "failed", name: "demo-pr-12", why: "no `images`" }, "https://run.test/1");
    expect(failed).toContain("([log](https://run.test/1))");
    expect(failed).toContain("```\nno `images`\n```");
  });

  it("repeats nothing that a provider said", () => {
    expect(toldReason(new UserError("no images yet"))).toBe("no images yet");
    expect(toldReason(Object.assign(new UserError("with a password"), { seen: {} }))).toBeUndefined();
    expect(toldReason(new Error("a fault of ours"))).toBeUndefined();
  });
});
