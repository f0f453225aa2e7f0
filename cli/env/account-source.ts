import { AWS_STACKS, type AwsStack, DEMO_SOURCES, type DemoSource } from "../../stacks/names";

/** A source of demos that is in an account. */
export type AccountSource = Extract<DemoSource, AwsStack>;

export const ACCOUNT_SOURCES: readonly AccountSource[] = DEMO_SOURCES.filter(isAccountSource);

export function isAccountSource(source: string): source is AccountSource {
  return AWS_STACKS.some((name) => name === source) && DEMO_SOURCES.some((name) => name === source);
}
