import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { UserError } from "../../engine/user-error";

/** What is sent for a request. */
export interface Reply {
  readonly status: number;
  /** The media type, such as `text/html`; the text is UTF-8. */
  readonly type: string;
  readonly text: string;
  /** Other headers. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What answers a request for a path. @returns undefined if there is nothing at it */
export type Answer = (url: URL) => Promise<Reply | undefined>;

export interface UiServer {
  /** `http://127.0.0.1:24000` */
  readonly url: string;
  /** Ends it, and every connection. */
  readonly close: () => Promise<void>;
}

/**
 * What every reply says: it comes from nowhere else, shows in no other page, is kept nowhere, and nobody guesses its type.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
 */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** The only interface: what is shown is for people at this machine. */
const INTERFACE = "127.0.0.1";

/**
 * Serves pages on the loopback interface. Only reading is possible.
 * @param port 0 for a free one
 * @throws {UserError} if the port can't be had
 */
export async function startServer(answer: Answer, port = 0): Promise<UiServer> {
  const server = createServer((request, response) => {
    replyTo(request, answer).then(
      (reply) => send(request, response, reply),
      (error: unknown) => {
        console.error(error);
        send(request, response, plain(500, "The page failed; the terminal of `npx thoughts ui` says why."));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, port)));
    server.listen(port, INTERFACE, resolve);
  });
  return {
    url: `http://${INTERFACE}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  const other = "Name another one with --port NUMBER, or leave --port out for a free one.";
  if (error.code === "EADDRINUSE") {
    return new UserError(`port ${port} of ${INTERFACE} is taken by another program. ${other}`);
  }
  return error.code === "EACCES"
    ? new UserError(`port ${port} is kept for the administrator of this machine. ${other}`)
    : error;
}

async function replyTo({ method, headers, url, socket }: IncomingMessage, answer: Answer): Promise<Reply> {
  const { localPort } = socket;
  if (!hostsOf(localPort).includes(headers.host?.toLowerCase() ?? "")) {
    // A page from elsewhere whose name was made to lead here would read everything otherwise.
    return plain(403, `This is at http://${INTERFACE}:${String(localPort)} only.`);
  }
  if (method !== "GET" && method !== "HEAD") {
    return { ...plain(405, "Nothing can be changed here: use GET or HEAD."), headers: { allow: "GET, HEAD" } };
  }
  const [path = "", base] = [url, `http://${INTERFACE}`];
  const found = URL.canParse(path, base) ? await answer(new URL(path, base)) : undefined;
  return found ?? plain(404, "There is nothing at this address.");
}

/** The names by which browsers on this machine reach it. */
function hostsOf(port: number | undefined): readonly string[] {
  return [INTERFACE, "localhost", "[::1]"].map((name) => (port === 80 ? name : `${name}:${String(port)}`));
}

function plain(status: number, text: string): Reply {
  return { status, type: "text/plain", text };
}

/** Sends a reply; one that the browser has already is not sent again. */
function send(request: IncomingMessage, response: ServerResponse, { status, type, text, headers }: Reply): void {
  const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  if (status === 200 && request.headers["if-none-match"] === etag) {
    response.writeHead(304, { ...HEADERS, etag }).end();
    return;
  }
  response.writeHead(status, {
    ...HEADERS,
    "content-type": `${type}; charset=utf-8`,
    "content-length": Buffer.byteLength(text),
    ...(status === 200 && { etag }),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : text);
}
