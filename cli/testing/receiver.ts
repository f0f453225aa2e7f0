import { writeFileSync } from "node:fs";
import type { Clone } from "./clone";

/** What Alertmanager says to a webhook, as far as it is looked at. @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export interface Notification {
  readonly status: "firing" | "resolved";
  readonly alerts: readonly {
    readonly status: "firing" | "resolved";
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly startsAt: string;
  }[];
}

/** Writes down each message that comes, as one line, with the time. */
const PROGRAM = `
require("node:http").createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    console.log(JSON.stringify({ at: Date.now(), path: request.url, ...JSON.parse(body) }));
    response.end();
  });
}).listen(8080);`;

/**
 * Somebody who is told of alerts: a pod in the environment's namespace, reached at `http://receiver:8080/<role>`. Its Service
 * has the pod's port: Alertmanager is let through to the port of the URL, and held against the pod's.
 */
export class Receiver {
  constructor(private readonly clone: Clone) {}

  /** @param image one of the clone's own that has Node.js */
  async start(image: string): Promise<void> {
    const labels = { app: "receiver" };
    const container = {
      name: "receiver",
      image,
      command: ["/usr/bin/node", "-e", PROGRAM],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    };
    const items = [
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "receiver", labels },
        spec: {
          containers: [container],
          securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
        },
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "receiver" },
        spec: { selector: labels, ports: [{ port: 8080 }] },
      },
    ];
    const file = this.clone.path("receiver.json");
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    await this.clone.kubectl("apply", "-f", file);
    await this.clone.kubectl("wait", "pod/receiver", "--for=condition=Ready", "--timeout=120s");
  }

  /** What it was told so far. @param role `critical` or `warning` */
  async heard(role: string): Promise<readonly Notification[]> {
    const lines = (await this.clone.kubectl("logs", "receiver")).split("\n").filter((line) => line !== "");
    const all = lines.map((line) => JSON.parse(line) as Notification & { readonly path: string });
    return all.filter(({ path }) => path === `/${role}`);
  }
}
