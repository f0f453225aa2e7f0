import { parse, stringify } from "yaml";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { Alertmanager, renderRouting } from "./alertmanager";
import { checkReceivers, receiverPorts, type Receiver, type Receivers } from "./receivers";

const none = { kind: "none" } as const;
const mail: Receiver = {
  kind: "mail",
  to: "team@example.com",
  from: "alerts@example.com",
  smarthost: "smtp.example.com:587",
  username: "alerts",
  passwordSecret: "thoughts/mail",
};
const slack: Receiver = { kind: "slack", channel: "#alerts", urlSecret: "thoughts/slack" };
const webhook: Receiver = { kind: "webhook", url: "https://on-call.example.com", tokenSecret: "thoughts/on-call" };
const receivers: Receivers = { critical: webhook, warning: slack, watchdog: mail };

describe("receivers", () => {
  it("that are good pass", () => {
    expect(checkReceivers(receivers)).toEqual([]);
    expect(checkReceivers({ critical: none, warning: none, watchdog: none })).toEqual([]);
  });

  it("that nobody would get are refused, each with what is allowed", () => {
    const bad: Receivers = {
      critical: { ...webhook, url: "on-call" },
      warning: { ...slack, channel: "alerts" },
      watchdog: { ...mail, to: "team", smarthost: "smtp" },
    };
    expect(checkReceivers(bad).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `critical.url: "on-call" is no address; use one such as "https://events.example.com/v1".`,
      `warning.channel: "alerts" is no channel; use one such as "#alerts".`,
      `watchdog.to: "team" is no mail address; use one such as "a@example.com".`,
      `watchdog.smarthost: "smtp" is no host and port; use one such as "smtp.example.com:587".`,
    ]);
  });

  it("read their secrets from files, so that the configuration may be read by all", () => {
    const rendered = parse(stringify(renderRouting(receivers))) as { receivers: readonly Record<string, unknown>[] };
    const folder = "/etc/alertmanager/secrets";
    expect(rendered.receivers).toMatchObject([
      { webhook_configs: [{ http_config: { authorization: { credentials_file: `${folder}/thoughts.on-call` } } }] },
      { slack_configs: [{ api_url_file: `${folder}/thoughts.slack` }] },
      { email_configs: [{ auth_password_file: `${folder}/thoughts.mail` }] },
    ]);
  });

  it("are reached at the ports that they name", () => {
    const own = { ...webhook, url: "http://on-call.example.com:8080/alerts" };
    expect(receiverPorts(receivers)).toEqual([443, 587]);
    expect(receiverPorts({ critical: own, warning: none, watchdog: none })).toEqual([8080]);
  });

  it("have just the secrets that they name in the Secret that Alertmanager mounts", async () => {
    const resources = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } } as const;
    const { resources: registered } = await record(
      () =>
        new Alertmanager(
          "alertmanager",
          {
            namespace: "example",
            partOf: "system",
            owner: "team",
            scraper: { kind: "app", app: "prometheus" },
            image: { repository: "registry.example/alertmanager", tag: "1.0", pullPolicy: "Always" },
            resources,
            exposure: { kind: "internal" },
            storage: "1Gi",
            receivers: { ...receivers, watchdog: webhook },
            secretOf: (name) => `value of ${name}`,
            hashKey: "key",
          },
          {},
        ),
    );
    const secret = registered.find(({ inputs }) => inputs.kind === "Secret");
    expect(secret?.secretPaths).toEqual(["stringData.thoughts.on-call", "stringData.thoughts.slack"]);
    const mounted = registered.find(({ inputs }) => inputs.kind === "StatefulSet")?.inputs;
    expect(JSON.stringify(mounted)).toContain(`{"key":"thoughts.on-call","path":"thoughts.on-call"}`);
  });
});
