// Two people set a secret that is not there, at the same time. AWS is a stand-in that answers as it does to the second one.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { UserError } from "../../engine/user-error";
import type { AccountEnvironment } from "./environment";
import { AccountSecrets } from "./secrets";

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html#API_CreateSecret_Errors */
const ERRORS: Readonly<Record<string, string>> = {
  "secretsmanager.DescribeSecret": "ResourceNotFoundException",
  "secretsmanager.CreateSecret": "ResourceExistsException",
};

let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const type = ERRORS[String(request.headers["x-amz-target"])];
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: type, message: "The operation failed." }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  delete process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
  server.close();
});

it("the second one is told so in our words, with what to do", async () => {
  const environment = { name: "staging", platform: { region: "us-west-2", costCentre: "shop" } };
  const secrets = new AccountSecrets(environment as unknown as AccountEnvironment);
  const set = secrets.set(
    { name: "thoughts/staging/slack-webhook", kind: "slack", usedBy: [] },
    "https://hooks.test/1",
  );
  await expect(set).rejects.toThrow(UserError);
  await expect(set).rejects.toThrow(
    "somebody else made the secret thoughts/staging/slack-webhook just now, with a value of theirs. Nothing was changed: " +
      "agree on the value, then run this again to change it.",
  );
});
