import { request, type RequestOptions } from "node:https";
import { setTimeout as pause } from "node:timers/promises";

import { KubeConfig } from "@kubernetes/client-node";

import { textAt, type Json, type JsonObject } from "../../wire/json";

const CLUSTER_WIDE = new Set(["Namespace", "Node", "StorageClass", "ClusterRole", "CustomResourceDefinition"]);
const LOOK_EVERY_MS = 50;
const GIVE_UP_AFTER_MS = 20_000;

function pathOf(object: JsonObject): string {
  const apiVersion = textAt(object, "apiVersion");
  const kind = textAt(object, "kind");
  const plural = `${kind.toLowerCase()}${kind.endsWith("s") ? "es" : "s"}`;
  const namespace = textAt(object, "metadata", "namespace");
  const scope = CLUSTER_WIDE.has(kind) ? "" : `/namespaces/${namespace}`;
  return `${apiVersion.includes("/") ? "/apis" : "/api"}/${apiVersion}${scope}/${plural.replace(/sss?es$/, "sses")}`;
}

/** Somebody else at work on the same cluster: makes, changes and looks at objects while the plugin does its own work. */
export class Bystander {
  private readonly config = new KubeConfig();

  constructor(kubeconfig: string, context: string) {
    this.config.loadFromFile(kubeconfig);
    this.config.setCurrentContext(context);
  }

  /** The object as the API server has it, or `undefined`. */
  async look(object: JsonObject): Promise<JsonObject | undefined> {
    const { status, body } = await this.send("GET", this.named(object));
    return status === 200 ? body : undefined;
  }

  async create(object: JsonObject): Promise<void> {
    await this.insist("POST", pathOf(object), object);
  }

  /** Changes the fields that are given, with a manager's name of its own. */
  async merge(object: JsonObject): Promise<void> {
    await this.insist("PATCH", `${this.named(object)}?fieldManager=bystander`, object);
  }

  /** Writes the status, as a controller does, once the object exists. */
  async report(object: JsonObject): Promise<void> {
    const until = Date.now() + GIVE_UP_AFTER_MS;
    while ((await this.look(object)) === undefined && Date.now() < until) await pause(LOOK_EVERY_MS);
    await this.insist("PATCH", `${this.named(object)}/status`, object);
  }

  /** Deletes the object and waits until it is gone. */
  async delete(object: JsonObject, wait = true): Promise<void> {
    await this.send("DELETE", this.named(object));
    const until = Date.now() + GIVE_UP_AFTER_MS;
    while (wait && (await this.look(object)) !== undefined && Date.now() < until) await pause(LOOK_EVERY_MS);
  }

  private named(object: JsonObject): string {
    return `${pathOf(object)}/${textAt(object, "metadata", "name")}`;
  }

  private async insist(method: string, path: string, body: JsonObject): Promise<void> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${textAt(answer.body, "message")}`);
  }

  private async send(method: string, path: string, body?: Json): Promise<{ status: number; body: JsonObject }> {
    const contentType = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const options: RequestOptions = { method, headers: { "content-type": contentType } };
    await this.config.applyToHTTPSOptions(options);
    const server = this.config.getCurrentCluster()?.server ?? "";
    return new Promise((resolve, reject) => {
      const call = request(server + path, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text || "{}") as JsonObject });
        });
      });
      call.on("error", reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
