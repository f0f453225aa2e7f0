// Ours, not GitHub's: a local double of the endpoints of its API that issues are listed, opened, commented on and closed by.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Repository } from "../repository-rules";

export interface Issue {
  readonly number: number;
  readonly user: { readonly login: string };
  readonly title: string;
  readonly body: string;
  readonly html_url: string;
  readonly comments: string[];
  state: "open" | "closed";
}

const ISSUES = "/repos/acme/thoughts/issues";
const BOT = "github-actions[bot]";

export class IssuesDouble {
  readonly issues: Issue[] = [];
  /** What everything is answered with. @default - as it should be */
  status: number | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<void> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), "close");
  }

  repository(): Repository {
    const { port } = this.#server.address() as AddressInfo;
    return { owner: "acme", repo: "thoughts", token: "of-workflow", api: `http://127.0.0.1:${port}` };
  }

  add(login: string, title: string, body: string): Issue {
    const number = this.issues.length + 1;
    const html_url = `https://github.example/acme/thoughts/issues/${number}`;
    const issue: Issue = { number, user: { login }, title, body, html_url, comments: [], state: "open" };
    this.issues.push(issue);
    return issue;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://localhost");
    const given = await text(request);
    const sent = (given === "" ? {} : JSON.parse(given)) as Readonly<Record<string, string>>;
    const [status, body] = this.#answerTo(`${request.method ?? ""} ${url.pathname}`, url.searchParams, sent);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  #answerTo(call: string, query: URLSearchParams, sent: Readonly<Record<string, string>>): readonly [number, unknown] {
    if (call === "GET /user") {
      return [403, { message: "Resource not accessible by integration" }];
    }
    if (this.status !== undefined) {
      return [this.status, { message: "a fault" }];
    }
    if (call === `GET ${ISSUES}`) {
      const [state, creator] = [query.get("state"), query.get("creator")];
      return [200, this.issues.filter((issue) => issue.state === state && issue.user.login === creator)];
    }
    if (call === `POST ${ISSUES}`) {
      return [201, this.add(BOT, sent.title ?? "", sent.body ?? "")];
    }
    const [, number, rest] = new RegExp(`^\\w+ ${ISSUES}/(\\d+)(/comments)?$`).exec(call) ?? [];
    const issue = this.issues[Number(number) - 1];
    if (issue === undefined) {
      return [404, { message: "Not Found" }];
    }
    if (rest === undefined) {
      issue.state = sent.state === "closed" ? "closed" : "open";
      return [200, issue];
    }
    issue.comments.push(sent.body ?? "");
    return [201, {}];
  }
}
