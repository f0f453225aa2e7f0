import type { Call, Subject } from "../call";

type Place = Pick<Subject, "partition" | "region" | "account">;

/** The ARN of something in a region. @param resource `vpc/vpc-0123`, with `*` for what AWS has not named yet */
export function arnIn({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The ARN of something of an account's that has no region. */
export function globalArn({ partition, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}::${account}:${resource}`;
}

/** A call about one resource. @param resource its ARN. @default - the action knows no resource */
export function calling(action: string, resource = "*", context: Call["context"] = {}): Call {
  return { action, resources: [resource], context };
}

/** Calls that AWS judges without a resource. */
export function looking(...actions: readonly string[]): readonly Call[] {
  return actions.map((action) => calling(action));
}

/** Calls about one and the same resource. */
export function callingEach(actions: readonly string[], resource: string, context: Call["context"] = {}): Call[] {
  return actions.map((action) => calling(action, resource, context));
}
