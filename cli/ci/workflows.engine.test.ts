// The real actionlint. zizmor is in no registry that the tools come from: who has it runs it by hand (CONTRIBUTING.md).
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { ensureTool } from "../../engine/toolchain/ensure";
import { testCatalog } from "../../engine/toolchain/test-catalog";
import { ROOT } from "../folders";

it("every workflow is one that GitHub Actions would take: actionlint finds nothing", async () => {
  const { folder } = await ensureTool(testCatalog().actionlint, { report: () => undefined });
  // It ends with 1 if it finds something, and says what.
  const { stdout } = await promisify(execFile)(join(folder, "actionlint"), ["-no-color"], { cwd: ROOT }).catch(
    (error: unknown) => error as { readonly stdout: string },
  );
  expect(stdout).toBe("");
});
