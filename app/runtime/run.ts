import type { FastifyInstance } from "fastify";

/** The port of every service in its container (docs/system.md#ports). */
const PORT = 8000;

/** Longer than any request takes; the pod's grace period is longer still. */
const STOP_MS = 20_000;

/** What can be asked of a service's program, by its first argument; a command is given the others. */
export type Commands = Readonly<Record<string, (...args: readonly string[]) => Promise<void>>>;

/** Performs the command that the first argument names. @param usual what is done without one */
export function run(usual: () => Promise<void>, commands: Commands): void {
  const [, , name, ...args] = process.argv;
  const command = name === undefined ? usual : commands[name];
  if (command === undefined) {
    fail(
      new Error(`there is no command ${name ?? ""}; use one of ${Object.keys(commands).join(", ")}, or none to serve.`),
    );
    return;
  }
  command(...args).catch(fail);
}

/** Serves until SIGTERM; then what is in hand is finished, nothing new is taken, and the process ends with 0. */
export async function serve(server: FastifyInstance): Promise<void> {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), STOP_MS).unref();
      void server.close().then(() => process.exit(0), fail);
    });
  }
  await server.listen({ host: "0.0.0.0", port: Number(process.env.PORT ?? PORT) });
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
