interface Position {
  /** For people: "the rotation of the keys". */
  readonly what: string;
  readonly position: number;
  readonly notBefore?: string;
}

interface Provider {
  check(
    olds: Partial<Position>,
    news: Position,
  ): Promise<{ inputs: Position; failures: readonly { readonly property: string; readonly reason: string }[] }>;
  diff(id: string, olds: Position, news: Position): Promise<{ changes: boolean; replaces: readonly string[] }>;
}

/** What Pulumi's dynamic provider plugin calls. */
export function handler(): Provider;
