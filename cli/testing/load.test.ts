import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Load } from "./load";

describe("a load", () => {
  let server: Server;
  afterEach(() => server.close());

  /** The load on a server that answers its requests in this way, until it had ten of them. */
  const loadOn = async (answer: (turn: number) => RequestListener) => {
    let turn = 0;
    server = createServer((request, response) => {
      answer((turn += 1))(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = { address, host: "frontend.example.local", path: "/login/", perSecond: 50, mostSeconds: 10 };
    return Load.during(args, () => vi.waitUntil(() => turn >= 10, { timeout: 10_000 }));
  };
  const well: RequestListener = ({ headers, url }, response) => {
    response.writeHead(headers.host === "frontend.example.local" && url === "/login/" ? 200 : 404).end("well");
  };

  it("of which every request is answered has none that failed", async () => {
    const { requests, failed, failures } = await loadOn(() => well);
    expect(requests).toBeGreaterThanOrEqual(10);
    expect([failed, failures]).toEqual([0, ""]);
  });

  it("tells the time and the reason of each request that was refused, cut off or not answered", async () => {
    const wrong: Readonly<Record<number, RequestListener>> = {
      3: (_, response) => response.writeHead(503).end(),
      5: ({ socket }) => socket.destroy(),
      7: ({ socket }) => socket.end(),
      9: (_, response) => {
        response.writeHead(200, { "content-length": "10" }).write("half", () => response.destroy());
      },
    };
    const { failed, failures } = await loadOn((turn) => wrong[turn] ?? well);
    expect(failed).toBe(4);
    expect(failures.split(", ")).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} status 503$/),
      expect.stringContaining("socket hang up"),
      expect.stringContaining("socket hang up"),
      expect.stringContaining("aborted"),
    ]);
  });

  it("starts its requests at their times, though one is not answered for a while", async () => {
    const waiting: (() => void)[] = [];
    const { failed } = await loadOn((turn) => (request, response) => {
      if (turn < 10) {
        waiting.push(() => {
          well(request, response);
        });
      } else {
        waiting.splice(0).forEach((answer) => {
          answer();
        });
        well(request, response);
      }
    });
    expect(failed).toBe(0);
  });
});
