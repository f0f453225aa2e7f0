import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { connect, readDatabase } from "../runtime/database";
import { readPublicKeys } from "../runtime/keys";
import { createServer } from "../runtime/server";
import { bearerToken, verifyToken } from "../runtime/tokens";
import { thoughtsMetrics } from "./metrics";
import { MAX_LENGTH, Thoughts } from "./thoughts";

const newThought = z.object({ text: z.string().trim().min(1).max(MAX_LENGTH) });
const searched = z.object({ search: z.string().default("") });
/** Ids are 32-bit integers in the database. */
const named = z.object({
  id: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});

/** thoughts-backend: keeps what people thought. */
export async function thoughtsBackend(environment: NodeJS.ProcessEnv): Promise<FastifyInstance> {
  const keys = await readPublicKeys(environment.KEYS_FOLDER ?? "/opt/keys");
  const pool = connect(readDatabase(environment));
  const thoughts = new Thoughts(pool);
  const server = createServer({
    environment,
    origin: { facility: "local1", tag: "thoughts_backend" },
    metrics: thoughtsMetrics(),
    tellsVersion: true,
  });
  server.addHook("onClose", () => pool.end());

  const userOf = ({ headers }: FastifyRequest) => verifyToken(keys, bearerToken(headers.authorization));
  const refuse = (reply: FastifyReply) => reply.code(401).send({ message: "log in first" });
  const absent = (reply: FastifyReply) => reply.code(404).send({ message: "there is no such thought" });

  server.get("/api/me/thoughts/", async (request, reply) => {
    const username = await userOf(request);
    return username === undefined ? refuse(reply) : thoughts.of(username);
  });

  server.post("/api/me/thoughts/", async (request, reply) => {
    const username = await userOf(request);
    if (username === undefined) {
      return refuse(reply);
    }
    const { success, data } = newThought.safeParse(request.body);
    return success
      ? reply.code(201).send(await thoughts.add(username, data.text))
      : reply.code(400).send({ message: `a text of 1 to ${MAX_LENGTH} characters is needed` });
  });

  server.get("/api/thoughts/", ({ query }) => thoughts.search(searched.parse(query).search));

  server.get("/api/thoughts/:id/", async ({ params }, reply) => {
    const { success, data } = named.safeParse(params);
    return (success ? await thoughts.find(data.id) : undefined) ?? absent(reply);
  });

  server.delete("/admin/thoughts/:id/", async ({ params }, reply) => {
    const { success, data } = named.safeParse(params);
    if (!success) {
      return absent(reply);
    }
    await thoughts.remove(data.id);
    return reply.code(204).send();
  });
  return server;
}
