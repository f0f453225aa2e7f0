import { UserError } from "../../engine/user-error";
import { DEMO_MOST, DEMO_PREFIX, isDemo } from "../../stacks/names";

/** @throws {UserError} if it is no name that a demo may have, with what is wrong with it */
export function checkDemoName(name: string): void {
  if (!isDemo(name)) {
    throw new UserError(
      `"${name}" is no name of a demo: ${complaint(name)}. Use "${DEMO_PREFIX}" and lower-case letters, digits and "-", ` +
        `at most ${DEMO_MOST}, such as demo-anna.`,
    );
  }
}

function complaint(name: string): string {
  if (!name.startsWith(DEMO_PREFIX)) {
    return `it does not begin with "${DEMO_PREFIX}", and other names are those of environments and of the cluster's own namespaces`;
  }
  const wrong = [...new Set(name.replaceAll(/[a-z0-9-]/g, ""))].map((letter) => `"${letter}"`);
  if (wrong.length > 0) {
    return `it has ${wrong.join(", ")}`;
  }
  return name.length > DEMO_MOST
    ? `it has ${name.length} characters`
    : `behind "${DEMO_PREFIX}" comes no letter or digit, or "-" is last`;
}
