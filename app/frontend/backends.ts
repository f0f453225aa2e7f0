import { z } from "zod";
import { readVariables } from "../runtime/variables";
import { REQUEST_ID } from "../runtime/server";

/** Where the backends are: keys of `shared-config` (docs/system.md#configuration). */
export interface Addresses {
  readonly thoughts: string;
  readonly users: string;
}

const variables = z.object({ THOUGHTS_BACKEND_URL: z.url(), USER_BACKEND_URL: z.url() });

/** @throws {Error} with every variable that is missing or wrong */
export function readAddresses(environment: NodeJS.ProcessEnv): Addresses {
  const { THOUGHTS_BACKEND_URL, USER_BACKEND_URL } = readVariables(variables, environment);
  return { thoughts: THOUGHTS_BACKEND_URL, users: USER_BACKEND_URL };
}

const thought = z.object({ id: z.number(), username: z.string(), text: z.string(), timestamp: z.string() });
const login = z.object({ Authorized: z.string().startsWith("Bearer ") });
export type Thought = z.infer<typeof thought>;

/** How long a page waits for a backend, in milliseconds. */
const TIMEOUT_MS = 3_000;

/** A backend that does not answer, or not as it should: the user has done nothing wrong. */
export class Outage extends Error {}

/** The user's token is not accepted any more. */
export class LoggedOut extends Error {}

interface Call {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  /** Answers that the caller knows what to do with. */
  readonly expected: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Both backends, for one request of a user's. */
export class Backends {
  readonly #addresses: Addresses;
  readonly #requestId: string;

  /** @param requestId goes along, so that one ID spans the logs of all services */
  constructor(addresses: Addresses, requestId: string) {
    this.#addresses = addresses;
    this.#requestId = requestId;
  }

  /** @returns a token; undefined if name and password do not go together */
  async logIn(username: string, password: string): Promise<string | undefined> {
    const call = {
      method: "POST",
      path: "/api/login/",
      body: { username, password },
      expected: [200, 400, 401],
    } as const;
    const answer = await this.#call(this.#addresses.users, call);
    return answer.status === 200 ? parsed(login, answer.body).Authorized.replace("Bearer ", "") : undefined;
  }

  async thoughtsOf(token: string): Promise<readonly Thought[]> {
    const { body } = await this.#call(this.#addresses.thoughts, { path: "/api/me/thoughts/", token, expected: [200] });
    return parsed(z.array(thought), body);
  }

  /** @returns whether it was taken */
  async add(token: string, text: string): Promise<boolean> {
    const call = { method: "POST", path: "/api/me/thoughts/", token, body: { text }, expected: [201, 400] } as const;
    return (await this.#call(this.#addresses.thoughts, call)).status === 201;
  }

  async search(text: string): Promise<readonly Thought[]> {
    const path = `/api/thoughts/?${new URLSearchParams({ search: text }).toString()}`;
    const { body } = await this.#call(this.#addresses.thoughts, { path, expected: [200] });
    return parsed(z.array(thought), body);
  }

  async #call(address: string, { method = "GET", path, token, body, expected }: Call): Promise<Answer> {
    const send = () =>
      fetch(new URL(path, address), {
        method,
        headers: {
          [REQUEST_ID]: this.#requestId,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    let response: Response;
    try {
      response = await send().catch((error: unknown) => {
        if (method === "GET" && isBroken(error)) {
          return send();
        }
        throw error;
      });
    } catch (error) {
      throw new Outage(`${method} ${address}${path}: ${(error as Error).message}`);
    }
    if (response.status === 401 && token !== undefined) {
      throw new LoggedOut();
    }
    if (!expected.includes(response.status)) {
      throw new Outage(`${method} ${address}${path} answered ${response.status}`);
    }
    return { status: response.status, body: (await response.json().catch(() => undefined)) as unknown };
  }
}

/**
 * Whether a connection that was kept was closed while a request was on its way, as by a pod that ends. What only reads can be
 * asked again, of another pod.
 */
function isBroken(error: unknown): boolean {
  const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: string };
  return code !== undefined && ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(code);
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data } = schema.safeParse(body);
  if (!success) {
    throw new Outage("a backend answered something else than it should");
  }
  return data;
}
