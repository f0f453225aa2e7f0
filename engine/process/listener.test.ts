import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { freePorts } from "./free-ports";
import { listenerAt, takenText } from "./listener";

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

async function listening(address: string): Promise<number> {
  const [port = 0] = await freePorts(1);
  server = createServer().listen(port, address);
  await once(server, "listening");
  return port;
}

describe.skipIf(process.platform !== "linux")("the program that has a port", () => {
  it.each(["127.0.0.1", "::1", "0.0.0.0"])("is told with its process, at %s", async (address) => {
    const port = await listening(address);
    expect(listenerAt(port)?.pid).toBe(process.pid);
    expect(takenText(port)).toMatch(new RegExp(`^port ${port} is taken by \\S.* \\(process ${process.pid}\\)$`));
  });

  it("is nobody at a port that is free", async () => {
    const [port = 0] = await freePorts(1);
    expect(listenerAt(port)).toBeUndefined();
    expect(takenText(port)).toBe(`port ${port} is taken by another program`);
  });
});
