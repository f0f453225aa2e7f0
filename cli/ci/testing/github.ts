// Ours, not GitHub's: a local double of the endpoints of its API that comments are listed, created and updated by, and of the
// one that says whose a token is.
import type { PullRequest } from "../github";
import { type Answer, type Call, LocalApi } from "./local-api";

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly html_url: string;
  body: string;
}

/** How a call is answered instead: not at all, or with a status. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @see https://github.com/orgs/community/discussions/27190 */
const LONGEST = 65_536;

export class GitHubDouble extends LocalApi {
  readonly comments: Comment[] = [];
  /** By what is asked for. */
  readonly faults = new Map<string, Fault>();
  /** Tokens, and whose they are; a workflow's own is nobody's. */
  readonly tokens = new Map<string, string | undefined>([["of-workflow", undefined]]);

  pullRequest(token = "of-workflow"): PullRequest {
    return { owner: "acme", repo: "thoughts", number: 7, token, api: this.address };
  }

  /** Somebody's comment. */
  add(login: string, body: string): Comment {
    const id = this.comments.length + 1;
    const comment = { id, user: { login }, html_url: `https://github.example/acme/thoughts/pull/7#${id}`, body };
    this.comments.push(comment);
    return comment;
  }

  protected answerTo({ call, url, sent: text, headers }: Call): Answer {
    const token = headers.authorization?.replace(/^token /, "") ?? "";
    const fault = this.faults.get(call);
    if (fault !== undefined) {
      return { ...fault, body: { message: "a fault" } };
    }
    if (!this.tokens.has(token)) {
      return { status: 401, body: { message: "Bad credentials" } };
    }
    const login = this.tokens.get(token);
    const { body = "" } = text === "" ? {} : (JSON.parse(text) as { readonly body?: string });
    if (body.length > LONGEST) {
      return { status: 422, body: { message: "Validation Failed: body is too long" } };
    }
    const [, id] = /^PATCH \/repos\/acme\/thoughts\/issues\/comments\/(\d+)$/.exec(call) ?? [];
    const known = this.comments.find((comment) => comment.id === Number(id));
    if (known !== undefined) {
      known.body = body;
      return { status: 200, body: known };
    }
    switch (call) {
      case "GET /user":
        return login === undefined
          ? { status: 403, body: { message: "Resource not accessible by integration" } }
          : { status: 200, body: { login } };
      case "GET /repos/acme/thoughts/issues/7/comments":
        return this.#page(url);
      case "POST /repos/acme/thoughts/issues/7/comments":
        return { status: 201, body: this.add(login ?? "github-actions[bot]", body) };
      default:
        return { status: 404, body: { message: "Not Found" } };
    }
  }

  /** @see https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
  #page(url: URL): Answer {
    const [size, page] = [Number(url.searchParams.get("per_page") ?? 30), Number(url.searchParams.get("page") ?? 1)];
    const next = new URL(url.pathname, this.pullRequest().api);
    next.search = `per_page=${size}&page=${page + 1}`;
    const isLast = page * size >= this.comments.length;
    return {
      status: 200,
      body: this.comments.slice((page - 1) * size, page * size),
      headers: isLast ? {} : { link: `<${next.href}>; rel="next"` },
    };
  }
}
