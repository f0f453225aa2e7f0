import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stackYaml } from "../../engine/pulumi/stack-yaml";
import { UserError } from "../../engine/user-error";
import { engineTexts } from "../../stacks/clear-texts";

const NAMESPACE = "thoughts:";

/** The settings of a stack's file, by key without the namespace. @throws {UserError} if there is no such file, or it is no YAML */
export function settingsIn(root: string, stack: string): Readonly<Record<string, unknown>> {
  const name = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(root, name))) {
    throw new UserError(`there is no file ${name}; bring it back: git checkout ${name}`);
  }
  const { config = {} } = (stackYaml(name, readFileSync(join(root, name), "utf8")) ?? {}) as {
    config?: Record<string, unknown>;
  };
  const own = Object.entries(engineTexts(config)).filter(([key]) => key.startsWith(NAMESPACE));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(NAMESPACE.length), value]));
}
