import colors from "picocolors";
import { flagRows } from "../../release/flags";
import { STACKS } from "../../stacks/names";
import { releaseOf } from "../release/stack-file";
import { today } from "../today";

/** `flags`: every flag with its owner, the day on which it should be gone, and where it is on. */
export function flags(): void {
  const rows = flagRows(STACKS, (stack) => releaseOf(stack).flags, today());
  for (const { name, effect, owner, expires, expired, values } of rows) {
    const where = values.map(({ stack, on, set }) => `${stack} ${on ? "on" : "off"}${set ? " (set)" : ""}`);
    console.log(`${colors.bold(name)}  ${effect}`);
    console.log(`  ${where.join(", ")}`);
    console.log(
      expired ? colors.yellow(`  should be gone since ${expires}: ${owner}`) : `  until ${expires}: ${owner}`,
    );
  }
}
