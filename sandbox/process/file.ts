import { renameSync, writeFileSync } from "node:fs";

/**
 * Writes a file that only its owner may read, beside its place, and moves it there: a run that is killed leaves the old
 * file or the new one, never half of one.
 */
export function writeWhole(file: string, content: string | Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
