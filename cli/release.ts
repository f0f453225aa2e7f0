import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import type { release } from "../stacks/settings";
import { ROOT } from "./folders";

/** What a stack's file says is to run. The program checks it; here it is taken as it is. */
export function releaseOf(stack: string): z.infer<typeof release> {
  const file = parse(readFileSync(join(ROOT, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: { "thoughts:release": z.infer<typeof release> };
  };
  return file.config["thoughts:release"];
}
