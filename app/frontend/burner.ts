import type { FastifyInstance } from "fastify";
import { z } from "zod";

const MAX_MS = 5_000;
const query = z.object({ ms: z.coerce.number().int().min(1).max(MAX_MS).default(100) });

/**
 * `/load?ms=100` keeps a CPU busy, to see an autoscaler work. Only with CPU_BURNER=on: anybody could call it.
 */
export function addBurner(server: FastifyInstance, { CPU_BURNER }: NodeJS.ProcessEnv): void {
  if (CPU_BURNER !== "on") {
    return;
  }
  server.get("/load", async (request, reply) => {
    const { success, data } = query.safeParse(request.query);
    if (!success) {
      return reply.code(400).send({ message: `ms has to be a whole number from 1 to ${MAX_MS}` });
    }
    const start = performance.now();
    let turns = 0;
    while (performance.now() - start < data.ms) {
      turns += 1;
    }
    return { ms: data.ms, turns };
  });
}
