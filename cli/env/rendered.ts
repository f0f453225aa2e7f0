import { type Rendering } from "../../sandbox/rendering/program";
import { renderAll } from "../../sandbox/rendering/render";
import { isDemo } from "../../stacks/names";
import { ROOT } from "../folders";
import { readDemo } from "./demo-file";

/** An environment as it is rendered, without an engine or a cluster. */
export interface Rendered extends Rendering {
  readonly namespace: string;
  /** The parent of its host names. */
  readonly domain: string;
}

/**
 * What the file of a stack makes. What a demo finds in its source is what the file of that one says.
 * @throws {UserError} if there is no such stack, or with what its program complains about
 */
export function rendered(stack: string): Rendered {
  if (!isDemo(stack)) {
    const rendering = renderAll({ root: ROOT, stack });
    const { namespace, domain } = (rendering.outputs.offer ?? {}) as {
      readonly namespace?: string;
      readonly domain?: string;
    };
    return { ...rendering, namespace: namespace ?? stack, domain: domain ?? stack };
  }
  const { source } = readDemo(stack);
  const { outputs, domain } = rendered(source);
  const rendering = renderAll({ root: ROOT, stack, references: { [source]: outputs } });
  return { ...rendering, namespace: stack, domain: `${stack}.${domain}` };
}
