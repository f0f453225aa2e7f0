import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Backends, Outage } from "./backends";

describe("a backend that closes the connection while it is asked", () => {
  let server: Server;
  let asked: string[] = [];
  let backends: Backends;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.method ?? "");
      if (asked.length === 1) {
        request.socket.destroy();
        return;
      }
      response.setHeader("content-type", "application/json").end("[]");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    backends = new Backends({ thoughts: address, users: address }, "click-1");
  });
  afterEach(() => server.close());

  it("is asked again for what only reads", async () => {
    expect(await backends.search("rain")).toEqual([]);
    expect(asked).toEqual(["GET", "GET"]);
  });

  it("is not asked again to keep a thought, which it may have kept", async () => {
    await expect(backends.add("token", "rain")).rejects.toThrow(Outage);
    expect(asked).toEqual(["POST"]);
  });
});
