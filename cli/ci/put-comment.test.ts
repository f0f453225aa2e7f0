import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { comment, MARKER } from "../report/markdown/comment";
import { manyChanges, report, seen } from "../report/testing/changes";
import { demandPullRequest, pullRequestOf, runAddress } from "./github";
import { DEMO_MARKER } from "./markers";
import { putComment } from "./put-comment";
import { GitHubDouble } from "./testing/github";

const BODY = `${MARKER}\n\n## Preview`;
const COMMENTS = "/repos/acme/thoughts/issues/7/comments";
const BOT = "github-actions[bot]";

describe("the comment of a pull request", () => {
  let github: GitHubDouble;

  beforeEach(async () => {
    github = new GitHubDouble();
    await github.start();
  });
  afterEach(() => github.stop());

  const bodies = () => github.comments.map(({ body }) => body);

  it("is written where there is none yet", async () => {
    github.add("anna", "looks good");
    expect(await putComment(github.pullRequest(), BODY)).toBe(
      "commented: https://github.example/acme/thoughts/pull/7#2",
    );
    expect(bodies()).toEqual(["looks good", BODY]);
  });

  it("is written anew in its place, so that there is only one", async () => {
    await putComment(github.pullRequest(), BODY);
    github.add("anna", "what about the size?");
    expect(await putComment(github.pullRequest(), `${BODY} again`)).toContain("wrote the comment anew");
    expect(bodies()).toEqual([`${BODY} again`, "what about the size?"]);
  });

  it("is left alone if it says so already", async () => {
    await putComment(github.pullRequest(), BODY);
    github.calls.length = 0;
    expect(await putComment(github.pullRequest(), `${BODY}\n`)).toContain("says so already");
    expect(github.calls).toEqual(["GET /user", `GET ${COMMENTS}`]);
  });

  it("is found behind a hundred others", async () => {
    Array.from({ length: 230 }, (_, index) => github.add("anna", `comment ${index}`));
    github.add(BOT, BODY);
    await putComment(github.pullRequest(), `${BODY} again`);
    expect(github.comments).toHaveLength(231);
    expect(bodies().at(-1)).toBe(`${BODY} again`);
  });

  it("is never one that somebody else wrote, whatever it begins with", async () => {
    github.add("mallory", BODY);
    await putComment(github.pullRequest(), `${BODY} of ours`);
    expect(bodies()).toEqual([BODY, `${BODY} of ours`]);
  });

  it("about something else stays beside it", async () => {
    await putComment(github.pullRequest(), BODY);
    await putComment(github.pullRequest(), `${DEMO_MARKER} up`);
    await putComment(github.pullRequest(), `${DEMO_MARKER} removed`);
    expect(bodies()).toEqual([BODY, `${DEMO_MARKER} removed`]);
    await expect(putComment(github.pullRequest(), "looks good")).rejects.toThrow(
      "a comment begins with <!-- thoughts preview --> or <!-- thoughts demo -->, and this one does not",
    );
  });

  it("of a person's token is that person's", async () => {
    github.tokens.set("of-anna", "anna");
    github.add(BOT, BODY);
    await putComment(github.pullRequest("of-anna"), `${BODY} of anna`);
    expect(github.comments.map(({ user }) => user.login)).toEqual([BOT, "anna"]);
  });

  it("has room for 2,000 changes", async () => {
    const text = comment(report({ seen: seen({ changes: manyChanges(2_000) }) }));
    await putComment(github.pullRequest(), text);
    expect(bodies()).toEqual([text]);
  });

  it.each([
    [401, {}, /^no comment was written: GitHub does not know the token in GITHUB_TOKEN \(status 401\)/],
    [
      403,
      {},
      /may not comment on pull request 7 of acme\/thoughts \(status 403\)\. Give the job `pull-requests: write`/,
    ],
    [
      403,
      { "x-ratelimit-remaining": "0" },
      /takes no more requests for now \(status 403\)\. Run it again in a while\./,
    ],
    [404, {}, /sees no pull request 7 of acme\/thoughts/],
    [429, { "retry-after": "37" }, /takes no more requests for now \(status 429\)\. Run it again in 37 s\./],
    [500, {}, /GitHub has a fault \(status 500\)\. Run it again\./],
    [503, {}, /GitHub has a fault \(status 503\)\. Run it again\./],
  ])(
    "that GitHub answers with status %i is refused in a sentence, and nothing is half-done",
    async (status, headers, words) => {
      github.faults.set(`POST ${COMMENTS}`, { status, headers });
      await expect(putComment(github.pullRequest(), BODY)).rejects.toThrow(words);
      expect(github.comments).toEqual([]);
      github.faults.clear();
      await putComment(github.pullRequest(), BODY);
      expect(bodies()).toEqual([BODY]);
    },
  );

  it("is refused for a token that has expired, which is not said", async () => {
    const failed = putComment(github.pullRequest("ghp_expired"), BODY);
    await expect(failed).rejects.toThrow("GitHub does not know the token");
    await expect(failed).rejects.not.toThrow("ghp_expired");
  });

  it("is refused for a token that can't be sent, which is not said", async () => {
    const failed = putComment(github.pullRequest("ghp_first\nghp_second"), BODY);
    await expect(failed).rejects.toThrow("***");
    await expect(failed).rejects.not.toThrow(/ghp_/);
  });

  it("is refused where nothing answers", async () => {
    const { api, ...pullRequest } = github.pullRequest();
    await github.stop();
    await expect(putComment({ ...pullRequest, api }, BODY)).rejects.toThrow(`${api} can't be reached: ECONNREFUSED`);
    await github.start();
  });

  it("that is too long for GitHub is refused, with what GitHub says", async () => {
    await expect(putComment(github.pullRequest(), `${MARKER}${"x".repeat(65_536)}`)).rejects.toThrow(
      /status 422.*too long/,
    );
  });
});

describe("the pull request that a run is for", () => {
  const ACTIONS = { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "acme/thoughts", GITHUB_REF: "refs/pull/12/merge" };

  it("is found as GitHub Actions says it", () => {
    expect(pullRequestOf(ACTIONS)).toEqual({
      owner: "acme",
      repo: "thoughts",
      number: 12,
      token: "t",
      api: "https://api.github.com",
    });
    expect(pullRequestOf({ ...ACTIONS, GITHUB_API_URL: "https://github.acme/api/v3" }, 3)).toMatchObject({
      number: 3,
      api: "https://github.acme/api/v3",
    });
  });

  it("is none outside of a pull request, and what is missing is said", () => {
    expect(() => demandPullRequest({ GITHUB_REPOSITORY: "acme/thoughts", GITHUB_REF: "refs/heads/main" })).toThrow(
      "there is no GITHUB_TOKEN, a token that may write comments, and no number of a pull request (--pull-request, or GITHUB_REF).",
    );
  });

  it("takes a token as a file has it, with a line's end, and none of several words", () => {
    expect(pullRequestOf({ ...ACTIONS, GITHUB_TOKEN: "ghp_one\n" })).toMatchObject({ token: "ghp_one" });
    expect(pullRequestOf({ ...ACTIONS, GITHUB_TOKEN: "ghp_one\nghp_two" })).toBe(
      "there is no GITHUB_TOKEN that is one word: it has a blank or a line break in it",
    );
  });

  it("has its files where the run is", () => {
    expect(runAddress({ GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "a/b", GITHUB_RUN_ID: "5" })).toBe(
      "https://github.com/a/b/actions/runs/5",
    );
    expect(runAddress({})).toBeUndefined();
  });
});
