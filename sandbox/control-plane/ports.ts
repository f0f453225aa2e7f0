import { createServer } from "node:net";

export const PORT_NAMES = ["etcd", "etcdPeer", "apiServer", "controllerManager", "scheduler", "nodes"] as const;
export type Ports = Readonly<Record<(typeof PORT_NAMES)[number], number>>;

/** Free ports on the loopback interface, all different. */
export async function choosePorts(): Promise<Ports> {
  const servers = PORT_NAMES.map(() => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(PORT_NAMES.map((name, index) => [name, ports[index]])) as Ports;
}

/** Whether somebody listens on a port of the loopback interface. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(true));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
  });
}
