import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readPrivateKey } from "../runtime/keys";
import { signToken } from "../runtime/tokens";
import { checkVersions, checkVersionsCommand, dependency } from "../runtime/version-check";
import { runCommand } from "../testing/command";
import { KeyFolder } from "../testing/keys";
import { testPostgres, type TestPostgres } from "../testing/postgres";
import { thoughtsBackend } from "../thoughts/server";
import { usersBackend } from "../users/server";
import { frontend } from "./server";

const QUIET = { NO_SYSLOG: "1", NODE_ENV: "test" };

/** Both backends over HTTP, on a real database each. */
describe("the pages", () => {
  const keys = new KeyFolder().add();
  let postgres: TestPostgres;
  let users: FastifyInstance;
  let thoughts: FastifyInstance;
  let pages: FastifyInstance;
  let addresses: { readonly users: string; readonly thoughts: string };
  let session = "";

  const form = (url: string, fields: Readonly<Record<string, string>>): InjectOptions => ({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
    cookies: { session },
  });
  const get = (url: string) => pages.inject({ url, cookies: { session } });
  const environment = () => ({
    ...QUIET,
    KEYS_FOLDER: keys.path,
    USER_BACKEND_URL: addresses.users,
    THOUGHTS_BACKEND_URL: addresses.thoughts,
  });

  beforeAll(async () => {
    postgres = await testPostgres();
    const start = async (service: "users" | "thoughts", version: string) => {
      const variables = { ...QUIET, ...(await postgres.database()), KEYS_FOLDER: keys.path, VERSION_NAME: version };
      runCommand(service, "migrate", variables);
      if (service === "users") {
        runCommand("users", "seed", variables);
      }
      const server = await (service === "users" ? usersBackend(variables) : thoughtsBackend(variables));
      return [server, await server.listen({ host: "127.0.0.1", port: 0 })] as const;
    };
    const [usersStarted, thoughtsStarted] = [await start("users", "v2.3"), await start("thoughts", "v1.6")];
    [users, thoughts] = [usersStarted[0], thoughtsStarted[0]];
    addresses = { users: usersStarted[1], thoughts: thoughtsStarted[1] };
    pages = await frontend(environment());
  });
  afterAll(async () => {
    await pages.close();
    await Promise.all([users.close(), thoughts.close()]);
    await postgres.stop();
  });

  it("send people who have not logged in to do so", async () => {
    for (const url of ["/", "/thoughts/", "/thoughts/new"]) {
      const { statusCode, headers } = await get(url);
      expect([statusCode, headers.location]).toEqual([url === "/" ? 302 : 303, "/login/"]);
    }
    expect((await get("/login/")).body).toContain('<input name="password" type="password"');
  });

  it("refuse a wrong password without saying which of the two is wrong", async () => {
    const { statusCode, body } = await pages.inject(form("/login/", { username: "bruce", password: "x" }));
    expect([statusCode, body.includes("Name and password do not go together.")]).toEqual([401, true]);
  });

  it("log people in, by a cookie that no script and no other site can use", async () => {
    const { statusCode, headers, cookies } = await pages.inject(
      form("/login/", { username: "bruce", password: "bruce" }),
    );
    expect([statusCode, headers.location]).toEqual([303, "/thoughts/"]);
    expect(cookies).toEqual([
      expect.objectContaining({ name: "session", httpOnly: true, sameSite: "Lax", maxAge: 172_800 }),
    ]);
    session = cookies[0]?.value ?? "";
    expect((await get("/")).headers.location).toBe("/thoughts/");
  });

  it("keep a thought, show it, and find it", async () => {
    const { statusCode } = await pages.inject(form("/thoughts/new", { text: "Dreams are messages <from> the deep." }));
    expect(statusCode).toBe(303);
    const escaped = "Dreams are messages &lt;from> the deep.";
    expect((await get("/thoughts/")).body).toContain(escaped);
    expect((await pages.inject("/search?search=MESSAGES")).body).toContain(escaped);
    expect((await pages.inject("/search?search=nothing+like+it")).body).toContain("Nobody thought that.");
  });

  it("say how long ago it was written where the flag relative-times is on, and otherwise when", async () => {
    const { body } = await pages.inject("/search");
    expect(body).toMatch(/<time datetime="[^"]+">\d{4}-\d\d-\d\d \d\d:\d\d<\/time>/i);
    const flagged = await frontend({ ...environment(), FLAG_RELATIVE_TIMES: "on" });
    expect((await flagged.inject("/search")).body).toMatch(/<time [^>]*>just now<\/time>/);
    await flagged.close();
  });

  it("say what is wrong with a thought that is not kept", async () => {
    const { statusCode, body } = await pages.inject(form("/thoughts/new", { text: "x".repeat(251) }));
    expect([statusCode, body.includes("A thought has 1 to 250 characters.")]).toEqual([400, true]);
  });

  it("log people out", async () => {
    const { headers, cookies } = await pages.inject(form("/logout/", {}));
    expect([headers.location, cookies[0]?.value]).toEqual(["/login/", ""]);
  });

  it("take a token of another key for none", async () => {
    const other = await signToken(await readPrivateKey(new KeyFolder().add().path), "bruce");
    expect((await pages.inject({ url: "/thoughts/", cookies: { session: other } })).headers.location).toBe("/login/");
  });

  it("have the exporter's metrics, and a version endpoint nowhere", async () => {
    expect((await pages.inject("/metrics")).body).toMatch(
      /django_http_requests_latency_seconds_by_view_method_count\{method="GET",view="\/search"\} 3/,
    );
    expect((await pages.inject("/admin/version/")).statusCode).toBe(404);
  });

  it("keep a CPU busy where that is asked for, and nowhere else", async () => {
    expect((await pages.inject("/load?ms=1")).statusCode).toBe(404);
    const burning = await frontend({ ...environment(), CPU_BURNER: "on" });
    const start = performance.now();
    expect((await burning.inject("/load?ms=80")).statusCode).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(80);
    expect((await burning.inject("/load?ms=60000")).statusCode).toBe(400);
    await burning.close();
  });

  describe("are not started", () => {
    const said: string[] = [];
    const options = { patience: 600, say: (line: string) => said.push(line) };
    const needed = (users: string, thoughts: string) => [
      dependency(`users_backend=${users}>=v2.3`),
      dependency(`thoughts_backend=${addresses.thoughts}>=${thoughts}`),
    ];

    beforeEach(() => said.splice(0));

    it("unless every dependency has the version they need, the first in order first", async () => {
      expect(await checkVersions(needed(addresses.users, "v1.6"), options)).toBe(true);
      said.splice(0);
      expect(await checkVersions(needed(addresses.users, "v1.7"), options)).toBe(false);
      expect(said).toEqual([
        "Checking minimum version for users_backend",
        "Minimum v2.3, found v2.3",
        "Checking minimum version for thoughts_backend",
        "Minimum v1.7, found v1.6",
        "Version v1.6 is incorrect (min v1.7)",
      ]);
    });

    it("until a dependency answers, or has not for a while", async () => {
      expect(await checkVersions(needed("http://127.0.0.1:1", "v1.6"), options)).toBe(false);
      expect(said.at(-1)).toBe("No answer from users_backend at http://127.0.0.1:1 for 0.6 s");
    });

    it("for a dependency that is named in another form, which says the form", async () => {
      await expect(checkVersionsCommand("users_backend")).rejects.toThrow(
        '"users_backend" names no dependency; write NAME=URL>=VERSION, such as users=http://users-service>=v2.3.',
      );
    });
  });

  it("say that something does not answer, instead of sending people to log in again", async () => {
    await thoughts.close();
    const { statusCode, body } = await get("/thoughts/");
    expect([statusCode, body.includes("does not answer. Try again soon.")]).toEqual([503, true]);
  });
});
