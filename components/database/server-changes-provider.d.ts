import type { Waiting } from "./server-changes";

type Settings = Readonly<Record<string, string | number | boolean>>;

interface Changes {
  readonly kind: "rds" | "volume";
  readonly server: string;
  readonly version: string;
  readonly upgradeTo?: string;
  readonly settings: Settings;
  readonly window?: string;
  readonly applyImmediately: boolean;
  readonly waits?: readonly Waiting[];
}

interface Provider {
  check(
    olds: Partial<Changes>,
    news: Changes,
  ): Promise<{
    inputs: Changes & { readonly waits: readonly Waiting[] };
    failures: readonly { readonly property: string; readonly reason: string }[];
  }>;
  diff(id: string, olds: Changes, news: Changes): Promise<{ changes: boolean; replaces: readonly string[] }>;
}

/** What Pulumi's dynamic provider plugin calls. @param clock @default - the machine's */
export function handler(clock?: () => number): Provider;
