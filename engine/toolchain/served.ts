import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A web server of a test's own, on the loopback interface, and what was asked of it. */
export interface Served {
  readonly url: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Serves files by path; a path that is not among them is answered with 404, one that is undefined never. */
export async function serve(files: Readonly<Record<string, Buffer | string | undefined>>): Promise<Served> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (!(path in files)) {
      response.writeHead(404).end();
    } else if (files[path] !== undefined) {
      response.end(files[path]);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function sha256(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}
