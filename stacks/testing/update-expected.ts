import { renderStack, GRAPHS, writeExpected } from "./graph";

/** `npm run expected:update`: the only thing that writes the expected files. Review its diff like code. */
async function updateExpected(): Promise<void> {
  for (const stack of GRAPHS) {
    const files = await renderStack(stack);
    writeExpected(stack, files);
    console.log(`stacks/expected/${stack}: ${files.size} files`);
  }
}

void updateExpected();
