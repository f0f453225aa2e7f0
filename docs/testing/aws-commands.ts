import * as acm from "@aws-sdk/client-acm";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ecr from "@aws-sdk/client-ecr";
import * as eks from "@aws-sdk/client-eks";
import * as rds from "@aws-sdk/client-rds";
import * as s3api from "@aws-sdk/client-s3";
import * as secretsmanager from "@aws-sdk/client-secrets-manager";
import * as sts from "@aws-sdk/client-sts";
import { optionProblems } from "./program-options";

/** What AWS publishes of the services that pages use: its own SDK has the operations with their members. */
const SERVICES: Readonly<Record<string, object>> = { acm, ecr, eks, logs, rds, s3api, secretsmanager, sts };

/**
 * Commands that the AWS CLI has beside those of the services, with their options.
 * @see https://docs.aws.amazon.com/cli/latest/reference/
 */
const OWN: Readonly<Record<string, readonly string[]>> = {
  "ecr get-login-password": [],
  "eks get-token": ["--cluster-name", "--cluster-id", "--role-arn"],
  "eks update-kubeconfig": ["--name", "--alias", "--role-arn", "--kubeconfig", "--user-alias"],
  "sso login": ["--sso-session", "--no-browser", "--use-device-code"],
};

/** Options of every command. @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html */
const GLOBAL = ["--query", "--output", "--region", "--profile", "--no-cli-pager"];

/** An operation or a structure, as the SDK has them: their kind, their space, their name, and what they are made of. */
type Shape = readonly [number, string, string, unknown, ...unknown[]];

/** Why the AWS CLI would not take a command as it stands. @returns undefined if it would */
export function awsProblem(words: readonly string[]): string | undefined {
  const [, service = "", operation, ...rest] = words;
  if (operation === undefined) {
    return service in SERVICES
      ? undefined
      : `there is no service ${service} among ${Object.keys(SERVICES).join(", ")}.`;
  }
  const own = OWN[`${service} ${operation}`];
  if (own !== undefined) {
    return optionProblems(rest, [...own, ...GLOBAL]);
  }
  const api = SERVICES[service] as Readonly<Record<string, unknown>> | undefined;
  if (api === undefined) {
    return `there is no service ${service} among ${Object.keys(SERVICES).join(", ")}.`;
  }
  return operation === "wait" ? waiterProblem(api, rest) : operationProblem(api, operation, rest);
}

function operationProblem(
  api: Readonly<Record<string, unknown>>,
  operation: string,
  rest: readonly string[],
): string | undefined {
  const [name] = Object.keys(api).filter((key) => squeezed(key) === `${squeezed(operation)}command`);
  const shape = api[(name ?? "").replace(/Command$/, "$")] as Shape | undefined;
  if (shape === undefined) {
    return `there is no operation ${operation}.`;
  }
  const [input, output] = [shapeOf(shape[4]), shapeOf(shape[5])];
  const given = rest.filter((word) => word.startsWith("--"));
  const lacking = given.some((option) => !GLOBAL.includes(option))
    ? input.required.filter((member) => !given.some((option) => squeezed(option) === squeezed(member)))
    : [];
  if (lacking.length > 0) {
    return `${operation} needs ${lacking.join(", ")}.`;
  }
  const asked = /^\w+/.exec(rest[rest.indexOf("--query") + 1] ?? "")?.[0];
  if (rest.includes("--query") && asked !== undefined && !output.members.includes(asked)) {
    return `the answer of ${operation} has no ${asked}, but ${output.members.join(", ")}.`;
  }
  return unknownOption(given, input.members, operation);
}

/** Waiters ask by an operation that describes; which one, the SDK does not say. */
function waiterProblem(api: Readonly<Record<string, unknown>>, [name = "", ...rest]: readonly string[]) {
  if (!Object.keys(api).some((key) => squeezed(key) === `waituntil${squeezed(name)}`)) {
    return `there is nothing to wait for called ${name}.`;
  }
  const members = Object.keys(api)
    .filter((key) => /^Describe\w+\$$/.test(key) && (api[key] as Shape)[0] === OPERATION)
    .flatMap((key) => shapeOf((api[key] as Shape)[4]).members);
  return unknownOption(
    rest.filter((word) => word.startsWith("--")),
    members,
    `wait ${name}`,
  );
}

/** The number by which the SDK marks operations. */
const OPERATION = 9;

function unknownOption(given: readonly string[], members: readonly string[], operation: string): string | undefined {
  const known = new Set(members.map(squeezed));
  const [unknown] = given.filter(
    (option) =>
      !GLOBAL.includes(option) && !known.has(squeezed(option)) && !known.has(squeezed(option.slice("--no-".length))),
  );
  return unknown === undefined ? undefined : `${operation} has no option ${unknown}.`;
}

/** A structure's members; those that it has to have come first. */
function shapeOf(given: unknown): { readonly members: readonly string[]; readonly required: readonly string[] } {
  const shape = (typeof given === "function" ? (given as () => unknown)() : given) as Shape;
  const members = Array.isArray(shape) ? ((shape[4] as readonly string[] | undefined) ?? []) : [];
  return { members, required: members.slice(0, (Array.isArray(shape) ? (shape[6] as number | undefined) : 0) ?? 0) };
}

/** `--db-instance-identifier` and `DBInstanceIdentifier` are one name. */
function squeezed(name: string): string {
  return name.replaceAll("-", "").toLowerCase();
}
