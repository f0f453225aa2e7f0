import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A real Git server on this machine: Git's own, behind HTTP, for reading. */
export interface GitServer {
  /** Of the repository `delivery.git` in its folder. */
  readonly url: string;
  stop(): void;
}

/** @param folder whose repositories it serves */
export async function gitServer(folder: string): Promise<GitServer> {
  const server = createServer((request, response) => answer(folder, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/delivery.git`, stop: () => stop(server) };
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}

/** As a web server does by CGI. @see https://git-scm.com/docs/git-http-backend */
function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH ?? "",
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  backend.on("close", () => {
    const whole = Buffer.concat(chunks);
    const end = whole.indexOf("\r\n\r\n");
    const headers = whole
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(": ") as [string, string]);
    const status = headers.find(([name]) => name === "Status")?.[1] ?? "200 OK";
    response.writeHead(parseInt(status), Object.fromEntries(headers.filter(([name]) => name !== "Status")));
    response.end(whole.subarray(end + 4));
  });
}

/** A working tree that is pushed to a repository which {@link gitServer} serves. */
export class Repository {
  readonly #git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
      cwd: this.tree,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();

  /**
   * @param tree an empty folder, to write into
   * @param bare where the repository is to be
   */
  constructor(
    readonly tree: string,
    bare: string,
  ) {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
    this.#git("init", "--quiet", "--initial-branch=main");
    this.#git("remote", "add", "origin", bare);
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.tree, path), text);
  }

  /** Commits everything in the tree, and pushes it. @returns the commit */
  push(message: string): string {
    this.#git("add", "--all");
    this.#git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.#pushed();
  }

  /** Takes the last commit back by a new one. */
  revert(): string {
    this.#git("revert", "--no-edit", "HEAD");
    return this.#pushed();
  }

  #pushed(): string {
    this.#git("push", "--quiet", "origin", "main");
    return this.#git("rev-parse", "HEAD");
  }
}
