import { UserError } from "../../engine/user-error";
import { gitHubClient } from "./client";
import { loginOf, refusalText } from "./refusal";
import type { Repository } from "./repository-rules";

/** What people are told of something that a workflow does again and again. */
export interface News {
  /** What it is of: it has one issue at a time. */
  readonly topic: string;
  readonly title: string;
  readonly isWell: boolean;
  /** Markdown. */
  readonly text: string;
  /** What becomes of an issue that is open: each failure is an event of its own, or a state that is written anew. */
  readonly again: "comment" | "rewrite";
}

/** An issue is found by the first line of its text. */
function markerOf(topic: string): string {
  return `<!-- thoughts: ${topic} -->`;
}

/**
 * Tells those who follow the repository of a failure, and of the recovery from it: a first failure opens an issue, a further one
 * is a comment on it, or what the issue says from then on, and a recovery closes it. Only an issue that this token's owner opened is taken for it.
 * @see https://docs.github.com/en/rest/issues/issues
 * @returns what was done, for people
 * @throws {UserError} if GitHub refuses it or does not answer; it can be run again
 */
export async function putIssue(repository: Repository, { topic, title, isWell, text, again }: News): Promise<string> {
  const { owner, repo, api, token } = repository;
  const { rest, paginate } = gitHubClient(repository);
  const place = { owner, repo };
  const marker = markerOf(topic);
  const body = `${marker}\n\n${text}`;
  try {
    const creator = await loginOf(rest);
    const open = await paginate(rest.issues.listForRepo, { ...place, state: "open", creator, per_page: 100 });
    const known = open.find(({ body, pull_request: pull }) => pull === undefined && body?.startsWith(marker) === true);
    if (known === undefined) {
      if (isWell) {
        return `all is well with ${topic}, and no issue says otherwise`;
      }
      const { data } = await rest.issues.create({ ...place, title, body });
      return `opened: ${data.html_url}`;
    }
    const issue = { ...place, issue_number: known.number };
    if (!isWell && again === "rewrite") {
      await rest.issues.update({ ...issue, body });
      return `rewritten: ${known.html_url}`;
    }
    await rest.issues.createComment({ ...issue, body: text });
    if (!isWell) {
      return `commented: ${known.html_url}`;
    }
    await rest.issues.update({ ...issue, state: "closed", state_reason: "completed" });
    return `closed: ${known.html_url}`;
  } catch (error) {
    const where = `${owner}/${repo}`;
    const denied = `write issues of ${where} (status 403). Give the job \`issues: write\`.`;
    throw new UserError(
      `nobody was told: ${refusalText(error, { api, token, denied, absent: `repository ${where}` })}`,
    );
  }
}
