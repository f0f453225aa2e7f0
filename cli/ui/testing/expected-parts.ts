import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { StackPart } from "../../../engine/pulumi/state";
import { ROOT } from "../../folders";

/** The parts of a committed stack, as `stacks/expected` has them: a file is a component. */
export function expectedParts(stack: string): readonly StackPart[] {
  const folder = join(ROOT, "stacks", "expected", stack);
  return readdirSync(folder).flatMap((file) => {
    const component = basename(file, ".yaml");
    const resources = parse(readFileSync(join(folder, file), "utf8")) as Readonly<Record<string, Resource>>;
    return Object.entries(resources).map(([name, { type, inputs = {} }]) => ({
      name,
      type,
      id: undefined,
      parent: name === component ? undefined : component,
      inputs,
    }));
  });
}

interface Resource {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}
