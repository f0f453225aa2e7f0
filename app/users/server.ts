import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { connect, readDatabase } from "../runtime/database";
import { readPrivateKey } from "../runtime/keys";
import { flaskMetrics } from "../runtime/metrics";
import { createServer } from "../runtime/server";
import { signToken } from "../runtime/tokens";
import { Users } from "./users";

const credentials = z.object({ username: z.string().min(1).max(50), password: z.string().min(1).max(200) });

/** users-backend: says who people are, and signs that it said so. */
export async function usersBackend(environment: NodeJS.ProcessEnv): Promise<FastifyInstance> {
  const key = await readPrivateKey(environment.KEYS_FOLDER ?? "/opt/keys");
  const pool = connect(readDatabase(environment));
  const users = new Users(pool);
  const server = createServer({
    environment,
    origin: { facility: "local0", tag: "users_backend" },
    metrics: flaskMetrics(),
    tellsVersion: true,
  });
  server.addHook("onClose", () => pool.end());

  server.post("/api/login/", async ({ body }, reply) => {
    const { success, data } = credentials.safeParse(body);
    if (!success) {
      return reply.code(400).send({ message: "username and password are needed" });
    }
    if (!(await users.hasPassword(data.username, data.password))) {
      return reply.code(401).send({ message: "wrong username or password" });
    }
    return { Authorized: `Bearer ${await signToken(key, data.username)}` };
  });

  server.post("/admin/users/", async ({ body }, reply) => {
    const { success, data } = credentials.safeParse(body);
    if (!success) {
      return reply.code(400).send({ message: "username of at most 50 characters and password are needed" });
    }
    const user = await users.add(data.username, data.password);
    return user === undefined
      ? reply.code(409).send({ message: `there is a user ${data.username} already` })
      : reply.code(201).send(user);
  });
  return server;
}
