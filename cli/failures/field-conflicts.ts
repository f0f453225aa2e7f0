/**
 * Where the API server says whose fields they are: `conflict with "helm": .data.key` for one field, and for more
 * `conflicts with "kubectl" with subresource "scale" using apps/v1:` with a line for each.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
 */
const CONFLICT = /conflicts? with "([^"]+)"[^:\n]*:((?:\s+(?:- )?\.\S+)+)/g;

/** How the plugin calls itself: each resource of a Pulumi program has a manager of its own. */
const OF_A_PROGRAM = /^pulumi-kubernetes-[0-9a-f]{8}$/;

/** How an autoscaler owns a Deployment's number of pods. */
const AUTOSCALED = '"kube-controller-manager" owns .spec.replicas';

/**
 * What to do about fields that another field manager owns.
 * @param stack `local`, or a demo in its cluster
 * @returns lines for people; none without a conflict
 */
export function conflictRemedies(message: string, stack: string): readonly string[] {
  const conflicts = [...message.matchAll(CONFLICT)].map(([, manager = "", fields = ""]) => ({ manager, fields }));
  const others = conflicts.filter(({ manager }) => !OF_A_PROGRAM.test(manager));
  const owned = others.flatMap(({ manager, fields }) =>
    (fields.match(/\.\S+/g) ?? []).map((field) => `"${manager}" owns ${field}`),
  );
  const again = stack === "local" ? "npm run up" : `npx thoughts env clone local ${stack}`;
  const remove = stack === "local" ? "npm run down" : `npx thoughts env destroy ${stack}`;
  const held = [
    "An autoscaler has the number of pods, and would go on until it is deleted, after this change. Leave it no choice first:",
    `  minReplicas and maxReplicas both as wanted, then ${again}; then the fixed number, and ${again} once more`,
  ];
  const takeOver = [
    `${[...new Set(owned)].filter((one) => one !== AUTOSCALED).join("; ")}. To keep that value, write it into the program. To take the field over:`,
    `  PULUMI_K8S_ENABLE_PATCH_FORCE=true ${again}`,
  ];
  // Taking it over would be followed by the deletion of what has the old name, and with it of this object.
  const renamed = [
    "An object is already there as another resource of a Pulumi program: of another environment in the same namespace, of an",
    "earlier version of this program that called it otherwise, or of a run that was killed. To make this environment anew:",
    `  ${remove}, then ${again}`,
  ];
  return [
    ...(owned.includes(AUTOSCALED) ? held : []),
    ...(owned.some((one) => one !== AUTOSCALED) ? takeOver : []),
    ...(others.length < conflicts.length ? renamed : []),
  ];
}
