import { existsSync, readdirSync } from "node:fs";
import { expect, vi } from "vitest";
import type { Clone } from "./clone";

/** A rehearsal that failed leaves what the engine said, and nothing else. */
export async function nothingIsLeft(clone: Clone): Promise<void> {
  const folder = clone.path(".sandbox", "rehearsals");
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  expect(files.filter((file) => !file.endsWith(".log"))).toEqual([]);
  await vi.waitUntil(async () => (await clone.processes()).length === 0, { timeout: 10_000 });
}
