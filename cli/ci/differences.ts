/** Where what GitHub has differs from what it has to be, a line for each field; fields that are not wanted may be anything. */
export function differences(path: string, wanted: unknown, found: unknown): readonly string[] {
  if (Array.isArray(wanted)) {
    if (found === undefined && path.endsWith(".bypass_actors")) {
      // https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset: only who may change a set sees them.
      return [`${path} is not shown to this token; use one that may write (Administration: write)`];
    }
    const [own, others] = [wanted, Array.isArray(found) ? found : []].map((list) => list.map(shown).sort());
    return shown(own) === shown(others) ? [] : [`${path} is ${shown(found)}, and has to be ${shown(wanted)}`];
  }
  if (!isObject(wanted)) {
    return wanted === found ? [] : [`${path} is ${shown(found)}, and has to be ${shown(wanted)}`];
  }
  const there = isObject(found) ? found : {};
  const more = path.endsWith(".rules") ? Object.keys(there).filter((key) => !(key in wanted)) : [];
  return [
    ...Object.entries(wanted).flatMap(([key, value]) => differences(`${path}.${key}`, value, there[key])),
    ...more.map((key) => `${path}.${key} is there, and is not to be`),
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  // GitHub keeps no order of keys either.
  const sorted = (_: string, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner;
  return value === undefined ? "missing" : JSON.stringify(value, sorted);
}
