import { type FlagName, FLAGS, type Flags, flagsOf } from "../infra/flags";

export interface FlagRow {
  readonly name: FlagName;
  readonly effect: string;
  readonly owner: string;
  readonly expires: string;
  readonly expired: boolean;
  /** Its value in each stack, and whether the stack's file says so. */
  readonly values: readonly { readonly stack: string; readonly on: boolean; readonly set: boolean }[];
}

/** @param settingsOf what a stack's file says of flags. @param today `2026-11-25` */
export function flagRows(
  names: readonly string[],
  settingsOf: (stack: string) => Readonly<Partial<Flags>> | undefined,
  today: string,
): readonly FlagRow[] {
  const stacks = names.map((stack) => {
    const set = settingsOf(stack) ?? {};
    return { stack, set, flags: flagsOf(stack === "production" ? "production" : "elsewhere", set) };
  });
  return (Object.keys(FLAGS) as FlagName[]).map((name) => ({
    name,
    ...FLAGS[name],
    expired: FLAGS[name].expires <= today,
    values: stacks.map(({ stack, set, flags }) => ({ stack, on: flags[name], set: set[name] !== undefined })),
  }));
}
