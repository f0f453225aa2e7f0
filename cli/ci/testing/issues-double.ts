// Ours, not GitHub's: a local double of the endpoints of its API that issues are listed, opened, commented on and closed by.
import type { Repository } from "../repository-rules";
import { type Answer, type Call, LocalApi } from "./local-api";

export interface Issue {
  readonly number: number;
  readonly user: { readonly login: string };
  readonly title: string;
  body: string;
  readonly html_url: string;
  readonly comments: string[];
  state: "open" | "closed";
}

const ISSUES = "/repos/acme/thoughts/issues";
const BOT = "github-actions[bot]";

export class IssuesDouble extends LocalApi {
  readonly issues: Issue[] = [];
  /** What everything is answered with. @default - as it should be */
  status: number | undefined;

  repository(): Repository {
    return { owner: "acme", repo: "thoughts", token: "of-workflow", api: this.address };
  }

  add(login: string, title: string, body: string): Issue {
    const number = this.issues.length + 1;
    const html_url = `https://github.example/acme/thoughts/issues/${number}`;
    const issue: Issue = { number, user: { login }, title, body, html_url, comments: [], state: "open" };
    this.issues.push(issue);
    return issue;
  }

  protected answerTo({ call, url, sent: given }: Call): Answer {
    const sent = (given === "" ? {} : JSON.parse(given)) as Readonly<Record<string, string>>;
    if (call === "GET /user") {
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    }
    if (this.status !== undefined) {
      return { status: this.status, body: { message: "a fault" } };
    }
    if (call === `GET ${ISSUES}`) {
      const [state, creator] = [url.searchParams.get("state"), url.searchParams.get("creator")];
      return {
        status: 200,
        body: this.issues.filter((issue) => issue.state === state && issue.user.login === creator),
      };
    }
    if (call === `POST ${ISSUES}`) {
      return { status: 201, body: this.add(BOT, sent.title ?? "", sent.body ?? "") };
    }
    const [, number, rest] = new RegExp(`^\\w+ ${ISSUES}/(\\d+)(/comments)?$`).exec(call) ?? [];
    const issue = this.issues[Number(number) - 1];
    if (issue === undefined) {
      return { status: 404, body: { message: "Not Found" } };
    }
    if (rest === undefined) {
      issue.state = sent.state === "closed" ? "closed" : "open";
      issue.body = sent.body ?? issue.body;
      return { status: 200, body: issue };
    }
    issue.comments.push(sent.body ?? "");
    return { status: 201, body: {} };
  }
}
