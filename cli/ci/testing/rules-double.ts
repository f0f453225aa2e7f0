// Ours, not GitHub's: a local double of the endpoints of its API that rulesets are listed, read, made and changed by, and of
// the one that says which lines of CODEOWNERS are wrong. What it answers has the types of GitHub's published description.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { Repository } from "../repository-rules";

type Methods = RestEndpointMethodTypes["repos"];
type Ruleset = Methods["getRepoRuleset"]["response"]["data"];
type OwnerError = Methods["codeownersErrors"]["response"]["data"]["errors"][number];

const RULESETS = "/repos/acme/thoughts/rulesets";

export class RulesDouble {
  readonly calls: string[] = [];
  readonly rulesets: Ruleset[] = [];
  readonly ownerErrors: OwnerError[] = [];
  /** What everything is answered with. @default - as it should be */
  status: number | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<void> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), "close");
  }

  repository(): Repository {
    const { port } = this.#server.address() as AddressInfo;
    return { owner: "acme", repo: "thoughts", token: "of-an-administrator", api: `http://127.0.0.1:${port}` };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    const given = await text(request);
    this.calls.push(`${request.method ?? ""} ${pathname}`);
    const [status, body] = this.#answerTo(request.method ?? "", pathname, given);
    response.writeHead(this.status ?? status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  #answerTo(method: string, path: string, given: string): readonly [number, unknown] {
    if (this.status !== undefined) {
      return [this.status, { message: "a fault" }];
    }
    if (path === "/repos/acme/thoughts/codeowners/errors") {
      return [200, { errors: this.ownerErrors }];
    }
    if (path === RULESETS && method === "POST") {
      return [201, this.#keep(this.rulesets.length + 1, given)];
    }
    if (path === RULESETS) {
      // A list has no rules in it.
      return [200, this.rulesets.map(({ id, name, enforcement }) => ({ id, name, enforcement }))];
    }
    const id = Number(path.slice(RULESETS.length + 1));
    const known = this.rulesets.find((ruleset) => ruleset.id === id);
    return known === undefined
      ? [404, { message: "Not Found" }]
      : [200, method === "PUT" ? this.#keep(id, given) : known];
  }

  #keep(id: number, given: string): Ruleset {
    const made = { ...(JSON.parse(given) as Ruleset), source: "acme/thoughts", id, node_id: `RRS_${id}` };
    this.rulesets.splice(id - 1, 1, made);
    return made;
  }
}
