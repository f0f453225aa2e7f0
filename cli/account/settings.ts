import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { UserError } from "../../engine/user-error";
import { engineTexts } from "../../stacks/clear-texts";

const NAMESPACE = "thoughts:";

/** The settings of a stack's file, by key without the namespace. @throws {UserError} if there is no such file */
export function settingsIn(root: string, stack: string): Readonly<Record<string, unknown>> {
  const name = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(root, name))) {
    throw new UserError(`there is no file ${name}; bring it back: git checkout ${name}`);
  }
  const { config = {} } = (read(join(root, name), name) ?? {}) as { config?: Record<string, unknown> };
  const own = Object.entries(engineTexts(config)).filter(([key]) => key.startsWith(NAMESPACE));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(NAMESPACE.length), value]));
}

function read(file: string, name: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof YAMLParseError) {
      const [at] = error.linePos ?? [];
      throw new UserError(`${name}:${at?.line ?? 1} is no YAML: ${error.message.split(" at line")[0] ?? ""}`);
    }
    throw error;
  }
}
