import { type Problem, under } from "../base/problems";

/** Who is told, and how. A secret is given by its name, and read from a file. */
export type Receiver =
  /** Nobody: who wants to know looks at Alertmanager's page. */
  | { readonly kind: "none" }
  | {
      readonly kind: "mail";
      readonly to: string;
      readonly from: string;
      /** Host and port of a server that asks for TLS: `smtp.example.com:587`. */
      readonly smarthost: string;
      readonly username: string;
      readonly passwordSecret: string;
    }
  /** Slack, or what takes the same messages. The address is the secret. */
  | { readonly kind: "slack"; readonly channel: string; readonly urlSecret: string }
  /** What wakes people up: it gets Alertmanager's own JSON. */
  | {
      readonly kind: "webhook";
      readonly url: string;
      /** Its bearer token. @default - none is asked for */
      readonly tokenSecret?: string;
    };

/** Who is told of what. */
export interface Receivers {
  readonly critical: Receiver;
  readonly warning: Receiver;
  /** Is told every minute that alerts work, and wakes people up when it is not. */
  readonly watchdog: Receiver;
}

/** Receivers by what they are told. */
export function rolesOf({ critical, warning, watchdog }: Receivers): readonly (readonly [keyof Receivers, Receiver])[] {
  return [
    ["critical", critical],
    ["warning", warning],
    ["watchdog", watchdog],
  ];
}

/** @see https://datatracker.ietf.org/doc/html/rfc5321#section-2.3.5 */
const HOST_AND_PORT = /^[a-z0-9.-]+:\d{1,5}$/;
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

export function checkReceivers(receivers: Receivers): readonly Problem[] {
  return rolesOf(receivers).flatMap(([role, receiver]) => under(role, checkReceiver(receiver)));
}

function checkReceiver(receiver: Receiver): readonly Problem[] {
  switch (receiver.kind) {
    case "none":
      return [];
    case "mail":
      return [
        ...(["to", "from"] as const)
          .filter((field) => !ADDRESS.test(receiver[field]))
          .map((path) => ({
            path,
            message: `"${receiver[path]}" is no mail address; use one such as "a@example.com".`,
          })),
        ...(HOST_AND_PORT.test(receiver.smarthost)
          ? []
          : [
              {
                path: "smarthost",
                message: `"${receiver.smarthost}" is no host and port; use one such as "smtp.example.com:587".`,
              },
            ]),
      ];
    case "slack":
      return receiver.channel.startsWith("#")
        ? []
        : [{ path: "channel", message: `"${receiver.channel}" is no channel; use one such as "#alerts".` }];
    case "webhook":
      return URL.canParse(receiver.url) && /^https?:/.test(receiver.url)
        ? []
        : [
            {
              path: "url",
              message: `"${receiver.url}" is no address; use one such as "https://events.example.com/v1".`,
            },
          ];
    default:
      return receiver satisfies never;
  }
}

/** The names of the secrets that a receiver needs. */
export function secretsOf(receiver: Receiver): readonly string[] {
  switch (receiver.kind) {
    case "none":
      return [];
    case "mail":
      return [receiver.passwordSecret];
    case "slack":
      return [receiver.urlSecret];
    case "webhook":
      return receiver.tokenSecret === undefined ? [] : [receiver.tokenSecret];
    default:
      return receiver satisfies never;
  }
}

/** The ports at which receivers are reached, wherever they are. */
export function receiverPorts(receivers: Receivers): readonly number[] {
  return [...new Set(rolesOf(receivers).flatMap(([, receiver]) => portOf(receiver)))].sort((a, b) => a - b);
}

function portOf(receiver: Receiver): readonly number[] {
  switch (receiver.kind) {
    case "none":
      return [];
    case "mail":
      return [Number(receiver.smarthost.split(":")[1])];
    case "slack":
      return [443];
    case "webhook": {
      const { port, protocol } = new URL(receiver.url);
      return [port === "" ? (protocol === "https:" ? 443 : 80) : Number(port)];
    }
    default:
      return receiver satisfies never;
  }
}

/** The file of a secret, which is a key of a Kubernetes Secret. */
export function secretFile(secret: string): string {
  return secret.replace(/[^-._a-zA-Z0-9]/g, ".");
}

const TITLE = `{{ .CommonLabels.environment }}: {{ .CommonLabels.alertname }} {{ .CommonLabels.app }}`;
const TEXT =
  "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\n{{ .Annotations.runbook_url }}\n{{ end }}";

/**
 * A receiver as Alertmanager has it.
 * @param folder of the files that hold its secrets
 * @see https://prometheus.io/docs/alerting/latest/configuration/#receiver
 */
export function renderReceiver(name: string, receiver: Receiver, folder: string): Readonly<Record<string, unknown>> {
  switch (receiver.kind) {
    case "none":
      return { name };
    case "mail": {
      const { to, from, smarthost, username, passwordSecret } = receiver;
      const password = { auth_username: username, auth_password_file: `${folder}/${secretFile(passwordSecret)}` };
      const headers = { subject: TITLE };
      return {
        name,
        email_configs: [{ to, from, smarthost, ...password, headers, text: TEXT, html: "", send_resolved: true }],
      };
    }
    case "slack": {
      const address = { api_url_file: `${folder}/${secretFile(receiver.urlSecret)}` };
      return {
        name,
        slack_configs: [{ ...address, channel: receiver.channel, title: TITLE, text: TEXT, send_resolved: true }],
      };
    }
    case "webhook": {
      const { url, tokenSecret } = receiver;
      const authorization = tokenSecret && { credentials_file: `${folder}/${secretFile(tokenSecret)}` };
      return {
        name,
        webhook_configs: [{ url, send_resolved: true, ...(authorization && { http_config: { authorization } }) }],
      };
    }
    default:
      return receiver satisfies never;
  }
}
