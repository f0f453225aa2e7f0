import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPrivateKey } from "../runtime/keys";
import { signToken } from "../runtime/tokens";
import { runCommand } from "../testing/command";
import { KeyFolder } from "../testing/keys";
import { testPostgres, type TestPostgres } from "../testing/postgres";
import { thoughtsBackend } from "./server";
import type { Thought } from "./thoughts";

describe("thoughts-backend", () => {
  const keys = new KeyFolder().add();
  const lines: string[] = [];
  let postgres: TestPostgres;
  let rsyslog: Socket;
  let server: FastifyInstance;

  const authorization = async (username: string) =>
    `Bearer ${await signToken(await readPrivateKey(keys.path), username)}`;
  const add = async (username: string, text: string) =>
    server.inject({
      method: "POST",
      url: "/api/me/thoughts/",
      headers: { authorization: await authorization(username) },
      payload: { text },
    });
  const search = async (text: string) => {
    const found = await server.inject({ url: "/api/thoughts/", query: { search: text } });
    return found.json<readonly Thought[]>().map((thought) => thought.text);
  };

  beforeAll(async () => {
    postgres = await testPostgres();
    rsyslog = createSocket("udp4").on("message", (packet) => lines.push(packet.toString()));
    rsyslog.bind(0, "127.0.0.1");
    await once(rsyslog, "listening");
    const syslog = { SYSLOG_HOST: "127.0.0.1", SYSLOG_PORT: String(rsyslog.address().port) };
    const environment = { ...(await postgres.database()), ...syslog, KEYS_FOLDER: keys.path, NODE_ENV: "test" };
    runCommand("thoughts", "migrate", environment);
    server = await thoughtsBackend(environment);
  });
  afterAll(async () => {
    await server.close();
    rsyslog.close();
    await postgres.stop();
  });

  it("keeps what somebody who is logged in thinks", async () => {
    const answer = await add("bruce", "  Fear is the mind-killer.  ");
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ username: "bruce", text: "Fear is the mind-killer." });
  });

  it("takes nothing from anybody else, and nothing that is empty or too long", async () => {
    const anonymous = await server.inject({ method: "POST", url: "/api/me/thoughts/", payload: { text: "x" } });
    expect(anonymous.statusCode).toBe(401);
    expect([(await add("bruce", "   ")).statusCode, (await add("bruce", "x".repeat(251))).statusCode]).toEqual([
      400, 400,
    ]);
  });

  it("gives everybody their own, the newest first", async () => {
    await add("bruce", "second");
    await add("stephen", "another's");
    const headers = { authorization: await authorization("bruce") };
    const own = (await server.inject({ url: "/api/me/thoughts/", headers })).json<readonly Thought[]>();
    expect(own.map(({ text }) => text)).toEqual(["second", "Fear is the mind-killer."]);
  });

  it("finds text in any case, taking wildcards and quotes as they are", async () => {
    expect(await search("MIND")).toEqual(["Fear is the mind-killer."]);
    expect(await search("'")).toEqual(["another's"]);
    expect(await search("%")).toEqual([]);
    expect(await search("")).toHaveLength(3);
  });

  it("gives one by its id, and deletes one", async () => {
    const { id } = (await add("bruce", "short-lived")).json<Thought>();
    expect((await server.inject(`/api/thoughts/${id}/`)).json()).toMatchObject({ text: "short-lived" });
    expect((await server.inject({ method: "DELETE", url: `/admin/thoughts/${id}/` })).statusCode).toBe(204);
    for (const absent of [String(id), "x", "99999999999"]) {
      expect((await server.inject(`/api/thoughts/${absent}/`)).statusCode).toBe(404);
    }
  });

  it("sends three lines for a request to rsyslog, with the request's ID and its own facility", async () => {
    const own = () => lines.filter((line) => line.includes("click-1"));
    const { headers } = await server.inject({ url: "/api/thoughts/?search=a", headers: { "x-request-id": "click-1" } });
    expect(headers["x-request-id"]).toBe("click-1");
    await expect.poll(() => own().length).toBe(3);
    // local1 (17) * 8 + info (6)
    expect(own().every((line) => line.startsWith("<142>") && line.includes(" thoughts_backend: ["))).toBe(true);
    expect(own().map((line) => line.replace(/^.*\[click-1\] /, ""))).toEqual([
      "thoughts_backend: REQUEST GET /api/thoughts/?search=a",
      expect.stringMatching(/^thoughts_backend: RESPONSE TIME \d+ ms$/),
      "thoughts_backend: RESPONSE STATUS 200",
    ]);
  });

  it("makes an ID for a request that has none, or one that could forge a line", async () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
    const forged = await server.inject({ url: "/api/thoughts/", headers: { "x-request-id": "a] FORGED [b" } });
    expect(forged.headers["x-request-id"]).toMatch(uuid);
    expect((await server.inject("/api/thoughts/")).headers["x-request-id"]).toMatch(uuid);
  });

  it("has its own two metrics, in milliseconds and by route", async () => {
    const { body } = await server.inject("/metrics");
    expect(body).toMatch(/requests_total\{endpoint="\/api\/thoughts\/:id\/",method="GET",status_code="200"\} 1/);
    expect(body).toMatch(
      /req_time_bucket\{le="1000",endpoint="\/api\/thoughts\/",method="GET",status_code="200"\} \d+/,
    );
  });

  it("answers 500 while its database is away, and works again when it is back", async () => {
    await server.inject("/api/thoughts/");
    await postgres.without(async () => {
      expect((await server.inject({ url: "/api/thoughts/", headers: { "x-request-id": "away" } })).statusCode).toBe(
        500,
      );
    });
    // local1 (17) * 8 + error (3)
    await expect.poll(() => lines).toContainEqual(expect.stringMatching(/^<139>.*ERROR \[away\]/));
    expect((await server.inject("/api/thoughts/")).statusCode).toBe(200);
  });
});
