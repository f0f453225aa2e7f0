import type { JsonObject } from "../../../sandbox/providers/wire/json";

export const STACK = "bootstrap-staging";
/** Where the engine keeps the state of the stack in a bucket. */
export const STATE_KEY = `.pulumi/stacks/thoughts/${STACK}.json`;

interface State {
  readonly resources: readonly {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: JsonObject;
    readonly outputs?: JsonObject;
  }[];
  readonly pending_operations?: readonly unknown[];
  readonly secrets_providers: { readonly state: { readonly url: string; readonly encryptedkey: string } };
}

export function stateIn(text: string): State {
  return (JSON.parse(text) as { checkpoint: { latest: State } }).checkpoint.latest;
}
