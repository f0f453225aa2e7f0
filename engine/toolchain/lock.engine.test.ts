import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LOCK } from "./go-module";
import { allBuilds, lockContent } from "./lock";

describe("the lock files of the Go modules", () => {
  it.each([...new Set(allBuilds().map(({ module }) => module))])(
    `are what Go says of %s: otherwise, npm run tools:lock`,
    async (module) => {
      expect(await lockContent(module)).toBe(readFileSync(join(module, LOCK), "utf8"));
    },
  );
});
