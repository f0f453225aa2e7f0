import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the ports that the kernel gives to outgoing connections (from 32768 on Linux, from 49152 on macOS and Windows): one of
 * those may be gone before its server is up, or while it is started again. Below the node ports of Kubernetes, too (30000).
 */
const FIRST = 20_000;
const LAST = 29_999;

/** Free ports on the loopback interface, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(FIRST, LAST + 1);
    if (!(await isTaken(port))) {
      ports.add(port);
    }
  }
  return [...ports];
}

/** Whether somebody listens on a port of the loopback interface. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(true));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
  });
}
