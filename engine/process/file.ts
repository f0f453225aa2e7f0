import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file, which only its owner may read unless another mode is given, beside its place, and moves it there: a run that is killed leaves the old
 * file or the new one, never half of one.
 */
export function writeWhole(file: string, content: string | Buffer, mode = 0o600): void {
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}

/**
 * Makes a file or a folder beside its place and moves it there as a whole, unless it is there. Of two that make it at once
 * the first one's stays.
 * @param make is told where
 */
export function makeWhole(place: string, make: (fresh: string) => void): void {
  if (existsSync(place)) {
    return;
  }
  mkdirSync(dirname(place), { recursive: true });
  const fresh = `${place}.making-${process.pid}`;
  try {
    make(fresh);
    renameSync(fresh, place);
  } catch (error) {
    if (!existsSync(place)) {
      throw error;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
