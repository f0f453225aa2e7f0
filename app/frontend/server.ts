import { readFileSync } from "node:fs";
import { join } from "node:path";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { readPublicKeys } from "../runtime/keys";
import { djangoMetrics } from "../runtime/metrics";
import { createServer } from "../runtime/server";
import { verifyToken } from "../runtime/tokens";
import { Backends, LoggedOut, Outage, readAddresses } from "./backends";
import { addBurner } from "./burner";
import { loginPage, newThoughtPage, ownThoughtsPage, problemPage, searchPage } from "./pages";
import { exactTime, relativeTime } from "./times";

const SESSION = "session";
/** As long as the token in it (docs/system.md#tokens). */
const SESSION_SECONDS = 2 * 24 * 60 * 60;

const credentials = z.object({ username: z.string(), password: z.string() });
const written = z.object({ text: z.string() });
const searched = z.object({ search: z.string().default("") });

/** Somebody whose token holds. */
interface Viewer {
  readonly username: string;
  readonly token: string;
}

/** frontend: the pages that people use. */
export async function frontend(environment: NodeJS.ProcessEnv): Promise<FastifyInstance> {
  const keys = await readPublicKeys(environment.KEYS_FOLDER ?? "/opt/keys");
  const addresses = readAddresses(environment);
  const timeText = environment.FLAG_RELATIVE_TIMES === "on" ? (text: string) => relativeTime(text) : exactTime;
  const server = createServer({
    environment,
    origin: { facility: "local2", tag: "frontend" },
    metrics: djangoMetrics(),
    tellsVersion: false,
  });
  await server.register(cookie);
  await server.register(formbody);
  server.setErrorHandler(answerError);
  addStyle(server);
  addBurner(server, environment);

  const backends = ({ id }: FastifyRequest) => new Backends(addresses, id);
  const viewerOf = async ({ cookies }: FastifyRequest): Promise<Viewer | undefined> => {
    const token = cookies[SESSION] ?? "";
    const username = await verifyToken(keys, token);
    return username === undefined ? undefined : { username, token };
  };
  const demandViewer = async (request: FastifyRequest): Promise<Viewer> => {
    const viewer = await viewerOf(request);
    if (viewer === undefined) {
      throw new LoggedOut();
    }
    return viewer;
  };
  addSessions(server, backends);

  server.get("/", async (request, reply) =>
    reply.redirect((await viewerOf(request)) === undefined ? "/login/" : "/thoughts/"),
  );

  server.get("/thoughts/", async (request, reply) => {
    const { username, token } = await demandViewer(request);
    return html(reply, ownThoughtsPage(username, await backends(request).thoughtsOf(token), timeText));
  });

  server.get("/thoughts/new", async (request, reply) =>
    html(reply, newThoughtPage((await demandViewer(request)).username)),
  );

  server.post("/thoughts/new", async (request, reply) => {
    const { username, token } = await demandViewer(request);
    const { success, data } = written.safeParse(request.body);
    return success && (await backends(request).add(token, data.text))
      ? reply.redirect("/thoughts/", 303)
      : html(reply.code(400), newThoughtPage(username, "A thought has 1 to 250 characters."));
  });

  server.get("/search", async (request, reply) => {
    const { search } = searched.parse(request.query);
    const viewer = await viewerOf(request);
    return html(reply, searchPage(viewer?.username, search, await backends(request).search(search), timeText));
  });
  return server;
}

function addSessions(server: FastifyInstance, backends: (request: FastifyRequest) => Backends): void {
  server.get("/login/", (_, reply) => html(reply, loginPage()));

  server.post("/login/", async (request, reply) => {
    const { success, data } = credentials.safeParse(request.body);
    const token = success ? await backends(request).logIn(data.username, data.password) : undefined;
    if (token === undefined) {
      return html(reply.code(401), loginPage("Name and password do not go together."));
    }
    // SameSite keeps other sites from acting in a user's name; scripts have no use for the token.
    const options = { path: "/", httpOnly: true, sameSite: "lax", maxAge: SESSION_SECONDS } as const;
    return reply.setCookie(SESSION, token, { ...options, secure: "auto" }).redirect("/thoughts/", 303);
  });

  server.post("/logout/", (_, reply) => reply.clearCookie(SESSION, { path: "/" }).redirect("/login/", 303));
}

function addStyle(server: FastifyInstance): void {
  const style = readFileSync(join(__dirname, "style.css"), "utf8");
  server.get("/static/style.css", (_, reply) =>
    reply.type("text/css").header("cache-control", "public, max-age=3600").send(style),
  );
}

/** A backend's outage is not a user's mistake, and does not look like one. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof LoggedOut) {
    return reply.clearCookie(SESSION, { path: "/" }).redirect("/login/", 303);
  }
  if (error instanceof Outage) {
    request.log.error(error.message);
    return html(
      reply.code(503),
      problemPage("Not now", "Something that this page needs does not answer. Try again soon."),
    );
  }
  request.log.error(error);
  return html(reply.code(500), problemPage("Our mistake", "This page failed."));
}

function html(reply: FastifyReply, page: string): FastifyReply {
  return reply.type("text/html; charset=utf-8").send(page);
}
