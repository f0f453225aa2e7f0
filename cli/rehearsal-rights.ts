import type { Denial } from "../sandbox/providers/aws/authorization/ledger";
import type { UnusedRights } from "../sandbox/providers/aws/authorization/unused";

/** How many of a policy's unused rights are named, unless all are asked for. */
const SHORT = 4;

/** Rights of a role that nothing used: a line for each policy. @param all whether each right is named */
export function unusedLines(rights: readonly UnusedRights[], all: boolean): readonly string[] {
  const some = rights.filter(({ unused }) => unused.length > 0);
  const width = Math.max(0, ...some.map(({ policy }) => policy.length));
  return some.map(({ policy, named, unused }) => {
    const actions = [...new Set(unused)].sort();
    const shown = all ? actions : actions.slice(0, SHORT);
    const more = actions.length > shown.length ? `, and ${actions.length - shown.length} more` : "";
    return `  ${policy.padEnd(width)}  ${unused.length} of ${named}: ${shown.join(", ")}${more}`;
  });
}

/** What Kubernetes says to who has no right: https://kubernetes.io/docs/reference/access-authn-authz/authorization/ */
const FORBIDDEN = /is forbidden: User "[^"]+" cannot (\w+) resource "(\w+)"(?: in API group "([^"]*)")?/g;
/** And to whom it does not know: the one message is the API server's, the other one kubectl's. */
const UNKNOWN = /Unauthorized|must be logged in to the server/;

/** What a role was refused, by action: of AWS, and of Kubernetes as far as the engine's complaint says it. */
export function refusedLines(denials: readonly Denial[], complaint: string): readonly string[] {
  const actions = [...new Set(denials.map(({ action }) => action))];
  const aws = actions.map((name) => {
    const resources = denials.filter(({ action }) => action === name).map(({ resource }) => resource);
    const on = resources[0] === "*" ? "" : `  ${resources[0]}`;
    return `${name}${on}${resources.length > 1 ? `, and ${resources.length - 1} more` : ""}`;
  });
  const forbidden = [...complaint.matchAll(FORBIDDEN)].map(([, verb = "", resource = "", group = ""]) =>
    ["kubernetes", verb, group === "" ? resource : `${resource}.${group}`].join(" "),
  );
  const unknown = UNKNOWN.test(complaint) ? ["kubernetes  the cluster has no access entry for it"] : [];
  return [...new Set([...aws.sort(), ...forbidden.sort(), ...unknown])];
}
