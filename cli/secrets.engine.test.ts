// Secrets Manager is imitated by moto, and asked by AWS's own SDK.
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Moto, MOTO_ACCOUNT } from "../sandbox/moto/moto";
import { lackingForPython } from "../sandbox/python/packages";
import { Clone, type CommandRun } from "./testing/clone";

const lacking = lackingForPython();
const SLACK = "thoughts/staging/slack-webhook";
const VALUE = "https://hooks.slack.test/services/T0/B0/abcdef";

describe.skipIf(lacking.length > 0)(`secrets (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  let clone: Clone;
  let moto: Moto;
  let aws: SecretsManagerClient;

  /** Runs a command with a text on its standard input. */
  const given = async (input: string, ...args: readonly string[]): Promise<CommandRun> => {
    const child = spawn(process.execPath, ["cli/thoughts.mjs", "secrets", ...args], {
      cwd: clone.folder,
      env: { ...process.env, ...clone.environment, ...moto.variables },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    }
    child.stdin.end(input);
    const [code] = (await once(child, "close")) as [number];
    return { code, text };
  };
  const names = async () => {
    const { text } = await given("", "list", "staging");
    return text;
  };

  beforeAll(async () => {
    moto = await Moto.start();
    clone = new Clone();
    for (const stack of ["staging", "production"]) {
      clone.edit(`Pulumi.${stack}.yaml`, stack === "staging" ? "111111111111" : "222222222222", MOTO_ACCOUNT);
    }
    const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = moto.variables;
    aws = new SecretsManagerClient({
      region: "us-west-2",
      endpoint: moto.url,
      credentials: { accessKeyId, secretAccessKey },
    });
  });
  beforeEach(() => moto.reset());
  afterAll(async () => {
    await moto.stop();
    await clone.remove();
  });

  it("are listed as the settings name them, there or missing", async () => {
    expect(await names()).toBe(
      `  ${SLACK}  missing  for critical, warning\n\nGive the value: npx thoughts secrets set staging slack-webhook\n`,
    );
    const { text } = await given("", "list", "production");
    expect(text).toMatch(
      /on-call-token +missing {2}for critical, watchdog\n.*slack-webhook +missing {2}for warning\n.*error-tracker-key {2}missing {2}for errorTracker/,
    );
  });

  it("are made from standard input, with the key of the states and the environment's tags, and never shown", async () => {
    const { code, text } = await given(`${VALUE}\n`, "set", "staging", "slack-webhook");
    expect({ code, text }).toEqual({
      code: 0,
      text: `The secret ${SLACK} is made: ${VALUE.length} bytes, for critical, warning.\n`,
    });
    const { SecretString } = await aws.send(new GetSecretValueCommand({ SecretId: SLACK }));
    expect(SecretString).toBe(VALUE);
    const { KmsKeyId, Tags } = await aws.send(new DescribeSecretCommand({ SecretId: SLACK }));
    expect(KmsKeyId).toBe("alias/thoughts-staging-state");
    expect(Tags).toContainEqual({ Key: "environment", Value: "staging" });
    expect(await names()).toMatch(/slack-webhook {2}there, changed \d{4}-\d\d-\d\d {2}for/);
    expect(await names()).not.toContain("hooks.slack");
  });

  it("are asked for on a terminal, which does not show them", async () => {
    const script = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)";
    const child = spawn(
      "python3",
      ["-c", script, process.execPath, "cli/thoughts.mjs", "secrets", "set", "staging", SLACK],
      {
        cwd: clone.folder,
        env: { ...process.env, ...clone.environment, ...moto.variables },
      },
    );
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      const before = text;
      text += chunk;
      if (text.includes("(it is not shown)") && !before.includes("(it is not shown)")) {
        child.stdin.write(`${VALUE}\r`);
      }
    });
    await once(child, "close");
    expect(text).toMatch(/^Value of thoughts\/staging\/slack-webhook \(it is not shown\): \r\n/);
    expect(text).toContain(`The secret ${SLACK} is made: ${VALUE.length} bytes`);
    expect(text).not.toContain("hooks.slack");
  });

  it("get another value, and the key if they had none of ours", async () => {
    await aws.send(new CreateSecretCommand({ Name: SLACK, SecretString: "https://old.test" }));
    const { text } = await given(VALUE, "set", "staging", SLACK);
    expect(text).toContain(`The secret ${SLACK} is changed`);
    expect(text).toContain("pulumi up -s staging --policy-pack policies");
    const { SecretString } = await aws.send(new GetSecretValueCommand({ SecretId: SLACK }));
    expect(SecretString).toBe(VALUE);
    const { KmsKeyId } = await aws.send(new DescribeSecretCommand({ SecretId: SLACK }));
    expect(KmsKeyId).toBe("alias/thoughts-staging-state");
  });

  it("that somebody deleted are neither made nor taken for missing", async () => {
    await aws.send(new CreateSecretCommand({ Name: SLACK, SecretString: "https://old.test" }));
    await aws.send(new DeleteSecretCommand({ SecretId: SLACK, RecoveryWindowInDays: 7 }));
    const { code, text } = await given(VALUE, "set", "staging", "slack-webhook");
    expect(code).toBe(1);
    expect(text).toContain(`aws secretsmanager restore-secret --secret-id ${SLACK}. Nothing was changed.`);
    expect(await names()).toContain("deleted; its name is in use");
  });

  it.each([
    ["", /it is empty; give it on standard input/],
    [" \n", /it is empty/],
    [`${VALUE}\nmore\n`, /it has 2 lines; give one/],
    [`${VALUE} \n`, /it begins or ends with a space/],
    ["xoxb-a-token", /it is no address; Slack's incoming webhook begins with https:\/\//],
    [`https://${"a".repeat(65_536)}`, /it has 65544 bytes; Secrets Manager takes 65536 at most/],
  ])("are not made of a value that can't be one, and it is not shown", async (value, complaint) => {
    const { code, text } = await given(value, "set", "staging", "slack-webhook");
    expect(code).toBe(1);
    expect(text).toMatch(complaint);
    expect(text).not.toMatch(/hooks\.slack|xoxb|aaaa|^\s+at /m);
    expect(await names()).toContain("missing");
  });

  it("that no setting names are refused with those that are named", async () => {
    const { code, text } = await given(VALUE, "set", "production", "slack");
    expect(code).toBe(1);
    expect(text).toContain(
      `the settings of production name no secret "slack"; they name on-call-token, slack-webhook, error-tracker-key. Use one of these`,
    );
  });

  it("are not asked for in another account than the environment's, or without a login", async () => {
    clone.edit("Pulumi.staging.yaml", MOTO_ACCOUNT, "210987654321");
    try {
      const { code, text } = await given(VALUE, "set", "staging", "slack-webhook");
      expect(code).toBe(1);
      expect(text).toMatch(/in account 123456789012, and thoughts:account is 210987654321; .* Nothing was changed/);
      clone.edit("Pulumi.staging.yaml", "210987654321", "111111111111");
      const example = await given(VALUE, "set", "staging", "slack-webhook");
      expect(example.text).toMatch(
        /Pulumi\.staging\.yaml:3 {2}thoughts:account: "111111111111" has the number of an example/,
      );
      clone.edit("Pulumi.staging.yaml", "111111111111", "210987654321");
    } finally {
      clone.edit("Pulumi.staging.yaml", "210987654321", MOTO_ACCOUNT);
    }
  });

  it("are refused without credentials in one plain line", async () => {
    clone.environment.AWS_PROFILE = "nobody";
    try {
      const { code, text } = await given(VALUE, "list", "staging");
      expect(code).toBe(1);
      expect(text).toMatch(
        /asking AWS who you are: no credentials for AWS were found; log in and take the role deploy/,
      );
      expect(text).not.toMatch(/^\s+at /m);
    } finally {
      delete clone.environment.AWS_PROFILE;
    }
  });
});
