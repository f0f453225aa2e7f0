import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";

/** A running provider plugin: calls go to it as bytes. */
export class Plugin {
  readonly #client: grpc.Client;

  constructor(port: number) {
    this.#client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
  }

  /**
   * @param path of the method, such as `/pulumirpc.ResourceProvider/Create`
   * @throws {grpc.ServiceError} the plugin's own error, with the details that the engine reads from it
   */
  call(path: string, request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(path, asIs, asIs, request, (error, response) => {
        if (error !== null) {
          reject(error);
        } else {
          resolve(response ?? Buffer.alloc(0));
        }
      });
    });
  }
}

const asIs = (bytes: Buffer): Buffer => bytes;

/**
 * Starts the program of a plugin. It ends with this process.
 * @param args what the engine gave: its address, and flags
 */
export async function startPlugin(program: string, args: readonly string[]): Promise<Plugin> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill("SIGKILL"));
  child.on("exit", (code) => process.exit(code ?? 1));
  // Every plugin writes its port as the first line.
  const [port] = (await once(createInterface(child.stdout), "line")) as [string];
  return new Plugin(Number(port));
}
