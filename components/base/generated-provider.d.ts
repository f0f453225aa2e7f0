type Inputs = Readonly<Record<string, unknown>>;

interface Provider {
  check(
    olds: Inputs,
    news: Inputs,
  ): Promise<{ inputs: Inputs; failures: readonly { readonly property: string; readonly reason: string }[] }>;
  diff(
    id: string,
    olds: Inputs,
    news: Inputs,
  ): Promise<{ changes: boolean; replaces: readonly string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Inputs): Promise<{ id: string; outs: Readonly<Record<string, string>> }>;
}

/** What Pulumi's dynamic provider plugin calls. */
export function handler(): Provider;
