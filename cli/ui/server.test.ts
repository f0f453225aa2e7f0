import { request } from "node:http";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startServer, type UiServer } from "./server";

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

describe("the server of the page", () => {
  let server: UiServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const start = async () =>
    (server = await startServer(({ pathname }) =>
      Promise.resolve(pathname === "/" ? { status: 200, type: "text/html", text: "<p>é" } : undefined),
    ));

  /** Asks for the page. @param headers besides the right `Host` */
  async function ask(method = "GET", headers: Readonly<Record<string, string>> = {}, path = "/"): Promise<Received> {
    const { url } = server ?? (await start());
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, url), { method, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.on("error", reject).end();
    });
  }
  const port = async () => new URL((server ?? (await start())).url).port;

  it("is on the loopback interface, at a free port", async () => {
    expect((await start()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await ask()).toMatchObject({ status: 200, text: "<p>é" });
  });

  it.each(["127.0.0.1", "localhost", "[::1]"])("answers to the name %s", async (name) => {
    expect(await ask("GET", { host: `${name}:${await port()}` })).toMatchObject({ status: 200 });
  });

  it.each(["evil.example", "127.0.0.1.evil.example", "localhost"])(
    "refuses the name %s, by which a page from elsewhere would reach it",
    async (name) => {
      const host = name === "localhost" ? name : `${name}:${await port()}`;
      const { status, text } = await ask("GET", { host });
      expect(status).toBe(403);
      expect(text).not.toContain("<p>");
    },
  );

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("refuses %s: nothing can be changed", async (method) => {
    expect(await ask(method)).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  it("sends a HEAD its headers alone", async () => {
    expect(await ask("HEAD")).toMatchObject({ status: 200, text: "", headers: { "content-length": "5" } });
  });

  it.each(["/", "/nowhere"])("says of %s that nothing else may be loaded, framed or kept", async (path) => {
    const { headers } = await ask("GET", {}, path);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|http/);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("sends nothing again that the browser has already", async () => {
    const { etag } = (await ask()).headers;
    expect(await ask("GET", { "if-none-match": String(etag) })).toMatchObject({ status: 304, text: "" });
  });

  it("says in words that a port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port: taken } = other.address() as { port: number };
    await expect(startServer(() => Promise.resolve(undefined), taken)).rejects.toThrow(
      `port ${taken} of 127.0.0.1 is taken by another program. Name another one with --port NUMBER`,
    );
    other.close();
  });
});
