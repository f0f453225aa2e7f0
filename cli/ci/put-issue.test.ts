import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type News, putIssue } from "./put-issue";
import { IssuesDouble } from "./testing/issues-double";

const FAILED: News = {
  topic: "staging",
  title: "staging is not well",
  isWell: false,
  text: "**staging** …",
  again: "comment",
};
const WELL: News = { ...FAILED, isWell: true, text: "**staging runs 2257f9c**" };

describe("those who follow the repository", () => {
  let github: IssuesDouble;

  beforeEach(async () => {
    github = new IssuesDouble();
    await github.start();
  });
  afterEach(() => github.stop());

  const tell = (news: News) => putIssue(github.repository(), news);

  it("93: are told of a failure once, of each further one on the same issue, and of the recovery", async () => {
    expect(await tell(FAILED)).toBe("opened: https://github.example/acme/thoughts/issues/1");
    expect(await tell({ ...FAILED, text: "again" })).toBe("commented: https://github.example/acme/thoughts/issues/1");
    expect(await tell(WELL)).toBe("closed: https://github.example/acme/thoughts/issues/1");
    expect(github.issues).toMatchObject([
      { title: "staging is not well", state: "closed", comments: ["again", "**staging runs 2257f9c**"] },
    ]);
    expect(await tell(FAILED)).toBe("opened: https://github.example/acme/thoughts/issues/2");
  });

  it("have one issue of what is so each night, which says how it is now, and is closed when it is over", async () => {
    const drifted: News = { ...FAILED, topic: "drift", again: "rewrite" };
    await tell(drifted);
    expect(await tell({ ...drifted, text: "one more" })).toBe(
      "rewritten: https://github.example/acme/thoughts/issues/1",
    );
    expect(github.issues).toMatchObject([
      { state: "open", body: "<!-- thoughts: drift -->\n\none more", comments: [] },
    ]);
    await tell({ ...drifted, isWell: true, text: "none" });
    expect(github.issues).toMatchObject([{ state: "closed", comments: ["none"] }]);
  });

  it("are told nothing while all is well", async () => {
    expect(await tell(WELL)).toBe("all is well with staging, and no issue says otherwise");
    expect(github.issues).toEqual([]);
  });

  it("have an issue for each environment, and their own issues are left alone", async () => {
    github.add("mallory", "mine", "<!-- thoughts: staging -->\n\nmine");
    await tell(FAILED);
    await tell({ ...FAILED, topic: "production" });
    await tell(WELL);
    expect(github.issues.map(({ state, comments }) => [state, comments.length])).toEqual([
      ["open", 0],
      ["closed", 1],
      ["open", 0],
    ]);
  });

  it.each([
    [
      403,
      "nobody was told: the token in GITHUB_TOKEN may not write issues of acme/thoughts (status 403). Give the job",
    ],
    [404, "nobody was told: the token in GITHUB_TOKEN sees no repository acme/thoughts (status 404)."],
    [500, "nobody was told: GitHub has a fault (status 500). Run it again."],
  ])("are not told where GitHub answers %i, and the command says why", async (status, reason) => {
    github.status = status;
    await expect(tell(FAILED)).rejects.toThrow(reason);
  });
});
