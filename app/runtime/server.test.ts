import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FastifyInstance } from "fastify";
import { flaskMetrics } from "./metrics";
import { createServer } from "./server";

describe("a service's server", () => {
  let server: FastifyInstance;
  let connections = 0;

  beforeEach(async () => {
    server = createServer({
      environment: { NODE_ENV: "test", NO_SYSLOG: "1", VERSION_NAME: "v1.0" },
      origin: { facility: "local0", tag: "test" },
      metrics: flaskMetrics(),
      tellsVersion: true,
    });
    server.server.on("connection", () => (connections += 1));
    await server.listen({ host: "127.0.0.1", port: 0 });
  });
  afterEach(() => server.close());

  it("has a caller that keeps its connection open another one after ten requests, and refuses none", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { port } = server.server.address() as AddressInfo;
    const answers: (number | undefined)[] = [];
    for (let request = 0; request < 25; request += 1) {
      const sent = get({ host: "127.0.0.1", port, path: "/admin/version/", agent });
      const [answer] = (await once(sent, "response")) as [IncomingMessage];
      answers.push(answer.statusCode);
      answer.resume();
      await once(answer, "end");
    }
    agent.destroy();
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(connections).toBe(3);
  });
});
