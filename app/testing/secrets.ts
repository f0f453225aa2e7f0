// A stand-in for Secrets Manager with one secret: it answers as its reference has it.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface TestSecrets {
  readonly arn: string;
  /** Variables by which AWS's SDK finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What was asked, in order. */
  readonly asked: readonly unknown[];
  /** What the secret has by now. */
  value: object;
  stop(): Promise<void>;
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export async function testSecrets(value: object): Promise<TestSecrets> {
  const arn = "arn:aws:secretsmanager:us-west-2:111111111111:secret:rds!db-1";
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push(JSON.parse(body));
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ ARN: arn, SecretString: JSON.stringify(secrets.value) }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const secrets: TestSecrets = {
    arn,
    environment: {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: "us-west-2",
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "key",
    },
    asked,
    value,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return secrets;
}
