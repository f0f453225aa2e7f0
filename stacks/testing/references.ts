import type { Recorded } from "../../components/testing/recording";

/** A key that a pod takes from a ConfigMap or Secret; without a key, the whole of it. */
export interface Reference {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly key?: string;
}

interface Keys {
  readonly name?: string;
  readonly secretName?: string;
  readonly key?: string;
  readonly items?: readonly { readonly key: string }[];
}

/** Fields by which pods refer to configuration: in `env`, `envFrom`, volumes, and the sources of projected volumes. */
const FIELDS: Readonly<Record<string, Reference["kind"]>> = {
  configMap: "ConfigMap",
  configMapKeyRef: "ConfigMap",
  configMapRef: "ConfigMap",
  secret: "Secret",
  secretKeyRef: "Secret",
  secretRef: "Secret",
};

/** Every reference to configuration, wherever it is in a pod. */
export function referencesOf(pod: unknown): readonly Reference[] {
  if (pod === null || typeof pod !== "object") {
    return [];
  }
  return Object.entries(pod).flatMap(([field, inner]: [string, unknown]) => {
    const kind = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    return kind === undefined ? referencesOf(inner) : keysOf(kind, inner as Keys);
  });
}

function keysOf(kind: Reference["kind"], { name, secretName, key, items }: Keys): readonly Reference[] {
  const whole = { kind, name: name ?? secretName ?? "" };
  const keys = items?.map((item) => item.key) ?? (key === undefined ? [] : [key]);
  return keys.length === 0 ? [whole] : keys.map((one) => ({ ...whole, key: one }));
}

/** The references that no declared ConfigMap or Secret answers. */
export function unanswered(references: readonly Reference[], declared: readonly Recorded[]): readonly Reference[] {
  return references.filter(({ kind, name, key }) => {
    const object = declared.find(
      ({ inputs }) => inputs.kind === kind && (inputs.metadata as { name: string }).name === name,
    );
    return object === undefined || (key !== undefined && !keysIn(object).includes(key));
  });
}

/** The keys of a ConfigMap or Secret, whose values may be hidden. */
function keysIn({ inputs, secretPaths }: Recorded): readonly string[] {
  const shown = Object.keys({ ...(inputs.data as object | undefined) });
  const hidden = secretPaths.map((path) => path.replace(/^(stringData|data)\./, ""));
  return [...shown, ...hidden];
}
