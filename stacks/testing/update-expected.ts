import { expectedOf, writeExpected } from "./expected";
import { GRAPHS } from "./graph";

/** `npm run expected:update`: the only thing that writes the expected files. Review its diff like code. */
async function updateExpected(): Promise<void> {
  for (const stack of GRAPHS) {
    const files = await expectedOf(stack);
    writeExpected(stack, files);
    console.log(`stacks/expected/${stack}: ${files.size} files`);
  }
}

void updateExpected();
