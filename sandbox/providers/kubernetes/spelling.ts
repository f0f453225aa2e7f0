import { isObject, type Json, type JsonObject } from "../wire/json";
import { compact, reveal } from "../wire/values";

/** Keys with dashes cannot be fields of an SDK class, so the SDK spells `x-kubernetes-*` with underscores. */
const DASHED =
  /^x-kubernetes-(embedded-resource|int-or-string|list-map-keys|list-type|map-type|preserve-unknown-fields|validations)$/;
const UNDERSCORED =
  /^x_kubernetes_(embedded_resource|int_or_string|list_map_keys|list_type|map_type|preserve_unknown_fields|validations)$/;

function renameKeys(value: Json, pattern: RegExp, from: string, to: string): Json {
  if (Array.isArray(value)) return value.map((element) => renameKeys(element, pattern, from, to));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      pattern.test(key) ? key.replaceAll(from, to) : key,
      renameKeys(inner, pattern, from, to),
    ]),
  );
}

/** As the API server spells schema extensions: `x-kubernetes-…`. */
export const dashed = (value: Json): Json => renameKeys(value, UNDERSCORED, "_", "-");

/** As the SDK spells schema extensions: `x_kubernetes_…`. */
export const underscored = (value: Json): Json => renameKeys(value, DASHED, "-", "_");

/** What the API server is told: no markers, no nulls, its own spelling. */
export function plain(value: Json): JsonObject {
  const result = dashed(compact(reveal(value)));
  return isObject(result) ? result : {};
}
