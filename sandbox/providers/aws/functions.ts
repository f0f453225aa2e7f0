import { z } from "zod";
import { textAt, type JsonObject } from "../wire/json";
import { secret } from "../wire/values";
import { failuresOf } from "./check";
import type { Cloud } from "./cloud";
import { digits } from "./kind";
import type { Options } from "./options";
import { oneOf, text } from "./values";

interface Asked {
  readonly cloud: Cloud;
  readonly options: Options;
}

/** A data source. */
interface AwsFunction {
  readonly args: z.ZodType;
  readonly answer: (args: JsonObject, asked: Asked) => JsonObject;
}

/** Add-ons whose versions the EKS component asks for. The versions are made up: AWS has new ones every month. */
const ADDONS = ["kube-proxy", "vpc-cni", "coredns"] as const;

const FUNCTIONS: Readonly<Record<string, AwsFunction>> = {
  "aws:index/getPartition:getPartition": {
    args: z.strictObject({}),
    answer: () => ({ dnsSuffix: "amazonaws.com", id: "aws", partition: "aws", reverseDnsPrefix: "com.amazonaws" }),
  },
  "aws:ec2/getVpc:getVpc": {
    args: z.strictObject({ default: z.literal(true, { error: "only the default VPC is known" }) }),
    answer: (_, { cloud, options: { account, region } }) => {
      cloud.assume("the account's default VPC, with a subnet in each of three availability zones");
      const id = defaultVpc(account, region);
      return {
        arn: `arn:aws:ec2:${region}:${account}:vpc/${id}`,
        cidrBlock: "172.31.0.0/16",
        default: true,
        id,
        region,
      };
    },
  },
  "aws:ec2/getSubnets:getSubnets": {
    args: z.strictObject({
      filters: z.tuple([z.strictObject({ name: oneOf("vpc-id"), values: z.tuple([z.string()]) })], {
        error: `only the filter "vpc-id" with one value is known`,
      }),
    }),
    answer: ({ filters }, { options: { account, region } }) => {
      const [{ values: [vpc = ""] = [] } = {}] = filters as { values?: string[] }[];
      const ids =
        vpc === defaultVpc(account, region)
          ? ["a", "b", "c"].map((zone) => `subnet-0${digits(`${vpc}${zone}`, 16)}`)
          : [];
      return { filters: filters ?? [], id: region, ids, region };
    },
  },
  "aws:eks/getAddonVersion:getAddonVersion": {
    args: z.strictObject({
      addonName: oneOf(...ADDONS),
      kubernetesVersion: text(/^1\.\d+$/, `a minor version such as "1.35"`),
      mostRecent: z.boolean().optional(),
    }),
    answer: (args, { cloud, options: { region } }) => {
      cloud.assume("versions of EKS add-ons (made up)");
      const [name, kubernetes] = [textAt(args, "addonName"), textAt(args, "kubernetesVersion")];
      const version = `v${kubernetes}.0-eksbuild.1`;
      return { addonName: name, id: name, kubernetesVersion: kubernetes, mostRecent: true, region, version };
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

function defaultVpc(account: string, region: string): string {
  return `vpc-0${digits(`${account} ${region}`, 16)}`;
}
