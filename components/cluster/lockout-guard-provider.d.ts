interface Kept {
  readonly admins: readonly string[];
  readonly publicAccessCidrs: readonly string[];
}

interface Asked extends Kept {
  readonly caller: string;
  readonly preview: boolean;
  readonly unprotected: boolean;
}

interface Provider {
  check(
    olds: Partial<Kept>,
    news: Asked,
  ): Promise<{ inputs: Kept; failures: readonly { readonly property: string; readonly reason: string }[] }>;
  diff(id: string, olds: Kept, news: Kept): Promise<{ changes: boolean; replaces: readonly string[] }>;
}

/** What Pulumi's dynamic provider plugin calls. */
export function handler(): Provider;
