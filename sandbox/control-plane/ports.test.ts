import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isTaken } from "../../engine/process/free-ports";
import { choosePorts, PORT_NAMES, takenByStranger } from "./ports";

const COMPONENTS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"];

describe("the ports of a cluster", () => {
  let stranger: Server | undefined;

  afterEach(() => stranger?.close());

  async function occupy(port: number): Promise<void> {
    const server = createServer();
    stranger = server;
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  }

  it("are all different and free", async () => {
    const ports = Object.values(await choosePorts());
    expect(new Set(ports).size).toBe(PORT_NAMES.length);
    expect(await Promise.all(ports.map(isTaken))).not.toContain(true);
  });

  it("are free again for a start after nobody has taken them", async () => {
    expect(await takenByStranger(await choosePorts(), [])).toBeUndefined();
  });

  it("are a stranger's if they are taken while their component is down, and its own while it runs", async () => {
    const ports = await choosePorts();
    await occupy(ports.scheduler);
    expect(await takenByStranger(ports, [])).toBe(ports.scheduler);
    expect(await takenByStranger(ports, COMPONENTS)).toBeUndefined();
    expect(
      await takenByStranger(
        ports,
        COMPONENTS.filter((name) => name !== "kube-scheduler"),
      ),
    ).toBe(ports.scheduler);
  });

  it("are waited for a moment: the kernel still holds those of a process that was just killed", async () => {
    const ports = await choosePorts();
    await occupy(ports.etcd);
    setTimeout(() => stranger?.close(), 200);
    expect(await takenByStranger(ports, [])).toBeUndefined();
  });
});
