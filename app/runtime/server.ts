import { randomUUID } from "node:crypto";
import { fastify, LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Metrics } from "./metrics";
import { type Level, openSyslog, type Origin } from "./syslog";
import { readVersion } from "./version";

export interface ServerArgs {
  readonly environment: NodeJS.ProcessEnv;
  readonly origin: Origin;
  readonly metrics: Metrics;
  /** Whether `/admin/version/` answers. */
  readonly tellsVersion: boolean;
}

/** One ID for one user's click through all services. */
export const REQUEST_ID = "x-request-id";

/** IDs come from outside and go into logs. */
const SANE_ID = /^[\w.:-]{1,128}$/;

/**
 * Requests over one connection, after which its caller opens another one. A Service shares out connections and not requests,
 * so a pod that is new, a canary's too, would get none from callers that keep theirs. With 50, a canary that should get half
 * of 300 requests a minute got none in one of some fifty minutes: six connections, each with an even chance. With ten it is
 * thirty connections.
 */
const MOST_REQUESTS = 10;

/** A service's HTTP server with what all three share: request IDs, the three log lines, metrics, version. */
export function createServer({ environment, origin, metrics, tellsVersion }: ServerArgs): FastifyInstance {
  const server = fastify({
    logger: { level: environment.NODE_ENV === "test" ? "silent" : "info" },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => {
      const given = headers[REQUEST_ID];
      return typeof given === "string" && SANE_ID.test(given) ? given : randomUUID();
    },
    routerOptions: { ignoreTrailingSlash: true },
    // A request in hand is finished; its connection is not used again.
    forceCloseConnections: "idle",
    maxRequestsPerSocket: MOST_REQUESTS,
  });
  logRequests(server, environment, origin);
  server.addHook("onResponse", (request, reply, done) => {
    const path = request.routeOptions.url ?? "unknown";
    metrics.onAnswered({ method: request.method, path, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
    done();
  });
  server.get("/metrics", async (_, reply) => {
    await reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  if (tellsVersion) {
    const version = readVersion(environment);
    server.get("/admin/version/", () => version);
  }
  return server;
}

/** `REQUEST`, `RESPONSE TIME` and `RESPONSE STATUS`, each a line with the request's ID (docs/system.md#logs). */
function logRequests(server: FastifyInstance, environment: NodeJS.ProcessEnv, origin: Origin): void {
  const syslog = openSyslog(environment, origin);
  const line = ({ id }: FastifyRequest, text: string, level: Level = "INFO") =>
    syslog.send(level, `[${new Date().toISOString()}] ${level} [${id}] ${origin.tag}: ${text}`);
  server.addHook("onRequest", (request, reply, done) => {
    reply.header(REQUEST_ID, request.id);
    line(request, `REQUEST ${request.method} ${request.url}`);
    done();
  });
  server.addHook("onResponse", (request, reply: FastifyReply, done) => {
    line(request, `RESPONSE TIME ${Math.round(reply.elapsedTime)} ms`);
    line(request, `RESPONSE STATUS ${reply.statusCode}`);
    done();
  });
  server.addHook("onError", (request, _, error, done) => {
    // What is refused is the caller's; only what fails is ours.
    if ((error.statusCode ?? 500) >= 500) {
      request.log.error(error);
      line(request, error.message, "ERROR");
    }
    done();
  });
  server.addHook("onClose", (_, done) => {
    syslog.close();
    done();
  });
}
