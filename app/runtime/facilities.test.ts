import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { frontend } from "../frontend/server";
import { KeyFolder } from "../testing/keys";
import { thoughtsBackend } from "../thoughts/server";
import { usersBackend } from "../users/server";

const keys = new KeyFolder().add();
const lines: string[] = [];
let rsyslog: Socket;
let servers: readonly FastifyInstance[] = [];

beforeAll(async () => {
  rsyslog = createSocket("udp4").on("message", (packet) => lines.push(packet.toString()));
  rsyslog.bind(0, "127.0.0.1");
  await once(rsyslog, "listening");
  const environment = {
    NODE_ENV: "test",
    VERSION_NAME: "v1.0",
    KEYS_FOLDER: keys.path,
    SYSLOG_HOST: "127.0.0.1",
    SYSLOG_PORT: String(rsyslog.address().port),
    USER_BACKEND_URL: "http://users.example",
    THOUGHTS_BACKEND_URL: "http://thoughts.example",
    DATABASE_ENGINE: "POSTGRESQL",
    POSTGRES_HOST: "127.0.0.1",
    POSTGRES_DB: "none",
    POSTGRES_USER: "nobody",
    POSTGRES_PASSWORD: "not-asked-for",
  };
  servers = await Promise.all([usersBackend(environment), thoughtsBackend(environment), frontend(environment)]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rsyslog.close();
});

it("38: each service has a facility of its own", async () => {
  await Promise.all(servers.map((server) => server.inject("/metrics")));
  const facilities = () =>
    lines.map((line) => {
      const [, priority = "", tag = ""] = /^<(\d+)>.* (\w+): \[/.exec(line) ?? [];
      return `${tag} local${Math.floor(Number(priority) / 8) - 16}`;
    });
  await expect.poll(() => lines.length).toBe(9);
  expect([...new Set(facilities())].sort()).toEqual([
    "frontend local2",
    "thoughts_backend local1",
    "users_backend local0",
  ]);
});
