import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cloud, Thing } from "../aws/cloud";
import { textAt } from "../wire/json";
import { type Login, readToken } from "./token";

const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";

/** @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/ */
interface ReviewStatus {
  readonly authenticated: boolean;
  readonly user?: { readonly username: string; readonly groups: readonly string[] };
}

/** A user of whom the cluster knows nothing. */
const NOBODY: ReviewStatus = { authenticated: false };

export interface AuthenticatorArgs {
  /** Where access entries are. */
  readonly cloud: Cloud;
  /** What tokens are signed by. */
  readonly secret: string;
}

/**
 * What an API server of EKS asks who a token is: the access entries say it, and which policies go with them.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class Authenticator {
  readonly #cloud: Cloud;
  readonly #secret: string;
  #server: Server | undefined;

  constructor({ cloud, secret }: AuthenticatorArgs) {
    this.#cloud = cloud;
    this.#secret = secret;
  }

  /**
   * Listens on the loopback interface.
   * @returns the kubeconfig by which an API server reaches it
   */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(answer));
      });
    });
    this.#server = server;
    // A command that leaves its cluster up ends all the same.
    server.unref();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "authenticator", cluster: { server: `http://127.0.0.1:${port}/authenticate` } }],
      users: [{ name: "api-server", user: {} }],
      contexts: [{ name: "authenticator", context: { cluster: "authenticator", user: "api-server" } }],
      "current-context": "authenticator",
    });
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** Whose token it is, as the cluster sees it. */
  review(token: string): ReviewStatus {
    const login = readToken(token, this.#secret);
    if (login === undefined) return NOBODY;
    const things = this.#cloud.all().filter(({ inputs }) => isFor(inputs, login));
    const entry = things.find(({ type }) => type === ENTRY);
    if (entry === undefined) return NOBODY;
    const own = Array.isArray(entry.inputs.kubernetesGroups) ? entry.inputs.kubernetesGroups.map(String) : [];
    const policies = things.filter((thing) => thing.type === ASSOCIATION && isForTheCluster(thing));
    const groups = policies.map(({ inputs }) => `eks:${textAt(inputs, "policyArn").split("/").at(-1) ?? ""}`);
    return { authenticated: true, user: { username: usernameOf(login), groups: [...own, ...groups] } };
  }

  async #answer(request: IncomingMessage): Promise<object> {
    const asked = JSON.parse(await textOf(request)) as {
      readonly apiVersion: string;
      readonly spec: { token: string };
    };
    return { apiVersion: asked.apiVersion, kind: "TokenReview", status: this.review(asked.spec.token) };
  }
}

function isFor(inputs: Thing["inputs"], { cluster, role }: Login): boolean {
  return inputs.clusterName === cluster && inputs.principalArn === role;
}

/** What is for some namespaces only gives nothing here: nobody gets more than AWS gives. */
function isForTheCluster({ inputs }: Thing): boolean {
  return textAt(inputs, "accessScope", "type") === "cluster";
}

/** As EKS names the session of a role: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
function usernameOf({ role }: Login): string {
  const [, partition = "", , , account = "", name = ""] = role.split(":");
  return `arn:${partition}:sts::${account}:assumed-role/${name.split("/").at(-1) ?? ""}/rehearsal`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
