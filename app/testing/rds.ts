// What stands before moto, which imitates RDS: behind each server that moto describes it has a real PostgreSQL server. moto
// makes none, ignores the time of a restore, and calls every moment restorable.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { RunningPostgres } from "./postgres";

export interface TestRds {
  readonly url: string;
  /** What was asked, in order: the action, and its parameters. */
  readonly asked: readonly URLSearchParams[];
  /** Says which server is behind a name that moto knows, or will know. */
  serve(name: string, server: RunningPostgres): void;
  stop(): Promise<void>;
}

export interface TestRdsArgs {
  /** Where moto answers. */
  readonly moto: string;
  /** What a copy is made from, and when: what its data has. */
  readonly backup: () => Promise<RunningPostgres>;
  /** Until when what was written can be had back. */
  readonly restorableUntil: () => Date;
}

export async function testRds({ moto, backup, restorableUntil }: TestRdsArgs): Promise<TestRds> {
  const servers = new Map<string, RunningPostgres>();
  const asked: URLSearchParams[] = [];
  /** What happens to servers once moto has agreed to it. */
  const happens = async (parameters: URLSearchParams) => {
    const action = parameters.get("Action");
    if (action === "RestoreDBInstanceToPointInTime") {
      servers.set(parameters.get("TargetDBInstanceIdentifier") ?? "", await backup());
    } else if (action === "DeleteDBInstance") {
      const name = parameters.get("DBInstanceIdentifier") ?? "";
      await servers.get(name)?.stop();
      servers.delete(name);
    }
  };
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const parameters = new URLSearchParams(body);
    asked.push(parameters);
    const headers = { ...(request.headers as Record<string, string>) };
    const answer = await fetch(moto, { method: "POST", headers: withoutLength(headers), body });
    if (answer.ok) {
      await happens(parameters);
    }
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/xml" });
    response.end(described(await answer.text(), servers, restorableUntil()));
  };
  const http = createServer((request, response) => void respond(request, response)).listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    asked,
    serve: (name, server) => servers.set(name, server),
    stop: async () => {
      http.close();
      await Promise.all([...servers.values()].map((server) => server.stop()));
    },
  };
}

/** `fetch` says for itself how long a body is, and to whom it goes. */
function withoutLength(headers: Readonly<Record<string, string>>): Record<string, string> {
  const own = ["connection", "content-length", "expect", "host", "transfer-encoding"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)));
}

/** moto's answer, with the address of the real server, and until when it can be had back. */
function described(answer: string, servers: ReadonlyMap<string, RunningPostgres>, until: Date): string {
  const [, name = ""] = /<DBInstanceIdentifier>(.*?)<\/DBInstanceIdentifier>/.exec(answer) ?? [];
  const server = servers.get(name);
  return server === undefined
    ? answer
    : answer
        .replace(/<Address>.*?<\/Address>/, "<Address>127.0.0.1</Address>")
        .replace(/<Port>.*?<\/Port>/, `<Port>${server.port}</Port>`)
        .replace(
          /<LatestRestorableTime>.*?<\/LatestRestorableTime>/,
          `<LatestRestorableTime>${until.toISOString()}</LatestRestorableTime>`,
        );
}
