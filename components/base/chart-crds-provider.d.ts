interface Crds {
  readonly chart: string;
  readonly version: string;
  readonly repo: string;
  readonly applied: readonly string[];
}

interface Provider {
  check(
    olds: Partial<Crds>,
    news: Crds,
  ): Promise<{ inputs: Crds; failures: readonly { readonly property: string; readonly reason: string }[] }>;
  diff(id: string, olds: Crds, news: Crds): Promise<{ changes: boolean; replaces: readonly string[] }>;
}

/** What Pulumi's dynamic provider plugin calls. */
export function handler(): Provider;
