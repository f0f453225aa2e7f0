import { renameSync, writeFileSync } from "node:fs";

/**
 * Writes a file, which only its owner may read unless another mode is given, beside its place, and moves it there: a run that is killed leaves the old
 * file or the new one, never half of one.
 */
export function writeWhole(file: string, content: string | Buffer, mode = 0o600): void {
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}
