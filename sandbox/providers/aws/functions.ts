import { z } from "zod";
import { textAt, type JsonObject } from "../wire/json";
import { failuresOf } from "../wire/schema";
import { secret } from "../wire/values";
import type { Authority } from "./authorization/authority";
import type { Cloud } from "./cloud";
import { digits } from "./kind";
import { nameServers } from "./name-servers";
import type { Options } from "./options";
import { text } from "./values";

interface Asked {
  readonly cloud: Cloud;
  readonly options: Options;
  /** @default - it is assumed who asks, and what the account has */
  readonly authority?: Authority | undefined;
}

/** A data source. */
interface AwsFunction {
  readonly args: z.ZodType;
  readonly answer: (args: JsonObject, asked: Asked) => JsonObject;
}

const ZONE = "aws:route53/zone:Zone";
const ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

const FUNCTIONS: Readonly<Record<string, AwsFunction>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    args: z.strictObject({}),
    answer: (_, { cloud, options: { account, defaultTags }, authority }) => {
      // Without credentials nobody is signed in; what is made says by its tags whose role deploys it.
      const role = `${defaultTags.system ?? ""}-${defaultTags.environment ?? ""}-deploy`;
      if (authority === undefined) cloud.assume(`the role ${role}, which runs this`);
      const arn = authority?.caller.arn ?? `arn:aws:sts::${account}:assumed-role/${role}/rehearsal`;
      return { accountId: account, arn, id: account, userId: `AROA${digits(arn, 17)}:rehearsal` };
    },
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {
    args: z.strictObject({ url: text(/^https:\/\/[^?#:]{1,247}$/, "an https URL without a port and a query") }),
    answer: (args, { cloud, options: { account }, authority }) => {
      const url = textAt(args, "url");
      const own = authority?.things.find(({ type, inputs }) => type === ISSUER && inputs.url === url);
      if (own === undefined) cloud.assume(`the OpenID Connect provider ${url} in IAM`);
      const arn = `arn:aws:iam::${account}:oidc-provider/${url.replace("https://", "")}`;
      return { arn, id: arn, url, clientIdLists: ["sts.amazonaws.com"], thumbprintLists: [], tags: {} };
    },
  },
  "aws:secretsmanager/getSecretVersion:getSecretVersion": {
    args: z.strictObject({ secretId: text(/^[\w/+=.@-]{1,512}$|^arn:/, "a secret's name or ARN") }),
    answer: (args, { cloud, options: { account, region } }) => {
      const id = textAt(args, "secretId");
      const value = cloud.assume(`the secret ${id} in Secrets Manager (a random value took its place)`);
      const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${id}-${digits(id, 6)}`;
      return { arn, id: `${id}|AWSCURRENT`, region, secretArn: arn, secretId: id, secretString: secret(value) };
    },
  },
  "aws:route53/getZone:getZone": {
    args: z.strictObject({
      name: text(/^[a-z0-9.-]+$/, "a lower-case DNS name"),
      privateZone: z.literal(false, { error: "only public zones are known" }).optional(),
    }),
    answer: (args, { cloud, options: { account }, authority }) => {
      const name = textAt(args, "name");
      const own = authority?.things.find(({ type, inputs }) => type === ZONE && inputs.name === name);
      if (own === undefined) cloud.assume(`the public hosted zone ${name} in Route 53`);
      const zoneId = own?.id ?? `Z0${digits(`${account} ${name}`, 18).toUpperCase()}`;
      return {
        arn: `arn:aws:route53:::hostedzone/${zoneId}`,
        id: zoneId,
        name,
        nameServers: [...nameServers(`${account} ${name}`)],
        privateZone: false,
        zoneId,
      };
    },
  },
};

/** Answers a data source. @throws {Error} that names what is not known */
export function invoke(token: string, args: JsonObject, asked: Asked): JsonObject {
  const known = FUNCTIONS[token];
  if (known === undefined) {
    throw new Error(
      `${token} is not known to the stand-in for AWS, so it can't be rehearsed; it knows ${Object.keys(FUNCTIONS).join(", ")}. ` +
        "Add it to sandbox/providers/aws/functions.ts.",
    );
  }
  const failures = failuresOf(known.args, args, token);
  if (failures.length > 0) {
    throw new Error(`${token}: ${failures.map(({ reason }) => reason).join("; ")}`);
  }
  return known.answer(args, asked);
}
