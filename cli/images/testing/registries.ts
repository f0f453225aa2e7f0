import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import * as tar from "tar";
import type { Tool } from "../../../engine/toolchain/tool";

/** Something that a bad network does with a request. */
export type Fault = (response: ServerResponse) => void;
export const status =
  (code: number): Fault =>
  (response) =>
    response.writeHead(code).end();
export const reset: Fault = (response) => response.destroy();

/** Hands requests on to a registry, but for the next ones, which fail. */
export class Gate {
  faults: Fault[] = [];
  /** What came through, such as `PUT /v2/x/manifests/v1`. */
  seen: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on("request", (incoming, response) => {
      this.seen.push(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
      const fault = this.faults.shift();
      if (fault !== undefined) {
        incoming.resume();
        fault(response);
        return;
      }
      const onward = request(
        { host: "127.0.0.1", port: this.port, path: incoming.url, method: incoming.method, headers: incoming.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on("error", () => response.destroy());
      incoming.pipe(onward);
    });
  }

  static async before(port: number): Promise<Gate> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Gate(server, port);
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** A real registry, crane's, on the loopback interface. */
export async function startRegistry(crane: Tool, port: number): Promise<ChildProcess> {
  const server = spawn(join(crane.folder, "crane"), ["registry", "serve", "--address", `127.0.0.1:${port}`], {
    stdio: "ignore",
  });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answers = await fetch(`http://127.0.0.1:${port}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) {
      return server;
    }
    await sleep(50);
  }
  throw new Error("crane's registry does not answer");
}

/** Gates are in the test's process: nothing that waits for one may block it. @returns what crane printed */
export async function runCrane(crane: Tool, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(join(crane.folder, "crane"), [...args])).stdout.trim();
}

/** Makes an image of one file. @param folder for files that are needed meanwhile @returns its digest */
export async function makeImage(crane: Tool, folder: string, name: string, content: string): Promise<string> {
  const file = join(folder, createHash("sha256").update(content).digest("hex"));
  writeFileSync(`${file}.txt`, content);
  tar.create({ file: `${file}.tar`, sync: true, cwd: folder, portable: true, mtime: new Date(0) }, [
    `${file.split("/").at(-1) ?? ""}.txt`,
  ]);
  await runCrane(crane, "append", "--oci-empty-base", "--new_tag", name, "--new_layer", `${file}.tar`);
  return runCrane(crane, "digest", name);
}
