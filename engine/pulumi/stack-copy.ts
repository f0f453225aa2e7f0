import { isMap, isScalar, type Node, parseDocument, type YAMLMap } from "yaml";

/** Fields that the engine writes into a stack's file when it chooses how to encrypt. */
export const SECRETS_FIELDS: readonly string[] = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** What a copy of a stack's file has otherwise. */
export interface Differences {
  /** How secrets are encrypted in the copy's backend: fields of the file. */
  readonly secrets: Readonly<Record<string, unknown>>;
  /** Settings, by their whole keys. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/**
 * A stack's file as another backend is to have it. All else is copied byte for byte: the engine reads YAML in its own way (in
 * Go, `1.10` is the text `1.1` and `0b11` the text `3`), so what another library reads and writes again may mean another thing.
 * @throws {Error} if the text is no YAML, or has no object under `config`
 */
export function stackCopy(text: string, { secrets, overrides }: Differences): string {
  const { contents, errors } = parseDocument<Node>(text);
  const config = isBlock(contents) ? contents.get("config", true) : undefined;
  if (errors.length > 0 || !isBlock(contents) || !isMap<Node, Node | null>(config)) {
    throw new Error(`a stack's file is YAML with an object under config; ${errors[0]?.message ?? "this one has none"}`);
  }
  const edits = [
    ...SECRETS_FIELDS.flatMap((field) => rangeOf(contents, field) ?? []).map((range) => ({ ...range, by: "" })),
    ...Object.entries(overrides).map(([key, value]) => overriding(text, config, key, value)),
  ];
  // From the end, so that what is before an edit stays where it is; of two at one place, first the one that takes text out.
  const edited = edits
    .sort((one, other) => other.from - one.from || other.to - one.to)
    .reduce((whole, { from, to, by }) => whole.slice(0, from) + by + whole.slice(to), text);
  const fields = Object.entries(secrets).map(([key, value]) => `${setting(key, value)}\n`);
  return `${edited}${edited.endsWith("\n") ? "" : "\n"}${fields.join("")}`;
}

/** A place in a text, and what is to stand there. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** One setting in the place of what the file says, or else in front of all others. */
function overriding(text: string, config: Mapping, key: string, value: unknown): Edit {
  const range = rangeOf(config, key);
  if (range !== undefined) {
    // A value's range may end in the indent of what comes next.
    const [space = ""] = /\s*$/.exec(text.slice(range.from, range.to)) ?? [];
    return { ...range, by: `${setting(key, value)}${space}` };
  }
  const start = config.range?.[0] ?? 0;
  const indent = start - (text.lastIndexOf("\n", start - 1) + 1);
  return config.flow === true
    ? { from: start + 1, to: start + 1, by: `${setting(key, value)}, ` }
    : { from: start, to: start, by: `${setting(key, value)}\n${" ".repeat(indent)}` };
}

/** JSON is YAML, and no reader takes its texts for anything else. */
function setting(key: string, value: unknown): string {
  return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
}

type Mapping = YAMLMap<Node, Node | null>;

function isBlock(node: Node | null): node is Mapping {
  return isMap<Node, Node | null>(node) && node.flow !== true;
}

/** From a key to the end of its value. */
function rangeOf(map: Mapping, key: string): { readonly from: number; readonly to: number } | undefined {
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  const [from, to] = [pair?.key.range?.[0], pair?.value?.range?.[2] ?? pair?.key.range?.[2]];
  return from === undefined || to === undefined ? undefined : { from, to };
}
