import { lockContents } from "./contents";

lockContents().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
