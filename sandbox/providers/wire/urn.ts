/** The type token inside a URN: the last of the types, which are joined by `$`. */
export function tokenOf(urn: string): string {
  const types = urn.split("::")[2] ?? "";
  return types.split("$").at(-1) ?? "";
}

/** The logical name inside a URN. */
export function logicalName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
