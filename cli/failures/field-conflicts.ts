/**
 * Where the API server says whose fields they are: `conflict with "helm": .data.key` for one field, and for more
 * `conflicts with "kubectl" with subresource "scale" using apps/v1:` with a line for each.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
 */
const CONFLICT = /conflicts? with "([^"]+)"[^:\n]*:((?:\s+(?:- )?\.\S+)+)/g;

/** What to do about fields that another field manager owns. @returns lines for people; none without a conflict */
export function conflictRemedies(message: string): readonly string[] {
  const owned = [...message.matchAll(CONFLICT)].flatMap(([, manager = "", fields = ""]) =>
    (fields.match(/\.\S+/g) ?? []).map((field) => `"${manager}" owns ${field}`),
  );
  return owned.length === 0
    ? []
    : [
        `${[...new Set(owned)].join("; ")}. To keep that value, write it into the program. To take the field over:`,
        "  PULUMI_K8S_ENABLE_PATCH_FORCE=true npm run up",
      ];
}
