import { keysText } from "../../keys/text";
import { readRelease } from "../../release/stack-file";
import type { KeysOptions } from "./move";

/** `keys status`: which step the rotation is in. Changes nothing. */
export function status({ stack }: KeysOptions): void {
  console.log(keysText(stack, readRelease(stack).keys, new Date()));
}
