import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export interface SessionArgs {
  /** Where requests go: an address of this machine's own. */
  readonly address: string;
  /** The host that they ask for. */
  readonly host: string;
}

/** Somebody who is logged in, as a browser would be: a cookie, and pages that are asked for with it. */
export class Session {
  private constructor(
    private readonly where: SessionArgs,
    private readonly cookie: string,
  ) {}

  /** Logs somebody in whose password is the name, as those are that were seeded. @throws {Error} if that is refused */
  static async logIn(name: string, where: SessionArgs): Promise<Session> {
    const form = new URLSearchParams({ username: name, password: name }).toString();
    const { statusCode, headers } = await answerTo(ask(where, "/login/", { method: "POST" }), form);
    const [cookie = ""] = headers["set-cookie"] ?? [];
    if (statusCode !== 303 || cookie === "") {
      throw new Error(`${name} was not logged in: ${statusCode}`);
    }
    return new Session(where, cookie.split(";")[0] ?? "");
  }

  /** Asks for the page of one's own thoughts. @returns its status: 200, or 303 for somebody who has to log in again */
  async look(): Promise<number> {
    const { statusCode = 0 } = await answerTo(ask(this.where, "/thoughts/", { headers: { cookie: this.cookie } }));
    return statusCode;
  }
}

const LOOK_MS = 500;

/** People who look at their pages all the while. */
export class Seen {
  readonly #sessions: Session[];
  readonly #statuses = new Set<number>();
  readonly #done: Promise<void>;
  #isOver = false;

  constructor(...sessions: readonly Session[]) {
    this.#sessions = [...sessions];
    this.#done = this.#look();
  }

  add(session: Session): void {
    this.#sessions.push(session);
  }

  /** Ends it. @returns the statuses that they saw, each once; 0 where no answer came */
  async stop(): Promise<readonly number[]> {
    this.#isOver = true;
    await this.#done;
    return [...this.#statuses];
  }

  async #look(): Promise<void> {
    while (!this.#isOver) {
      for (const session of this.#sessions) {
        this.#statuses.add(await session.look().catch(() => 0));
      }
      await sleep(LOOK_MS);
    }
  }
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask({ address, host }: SessionArgs, path: string, { method = "GET", headers = {} }: Asked): ClientRequest {
  const type = method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {};
  return request({ host: address, path, method, headers: { host, ...type, ...headers }, timeout: 10_000 });
}

async function answerTo(asked: ClientRequest, body = ""): Promise<IncomingMessage> {
  asked.on("timeout", () => asked.destroy(new Error("no answer within 10 s")));
  asked.end(body);
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  answer.resume();
  return answer;
}
