import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file under a name beside its own, and moves it there: a run that is killed leaves the old file or the new one,
 * never half of one.
 * @param mode @default - only its owner may read it
 */
export function writeWhole(file: string, content: string | Buffer, mode = 0o600): void {
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}

/**
 * Makes a file or a folder under a name beside its own, and moves it there as a whole, unless it is there. Of two that make it at once
 * the first one's stays.
 * @param make is told where
 */
export function makeWhole(path: string, make: (fresh: string) => void): void {
  if (existsSync(path)) {
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.making-${process.pid}`;
  try {
    make(fresh);
    renameSync(fresh, path);
  } catch (error) {
    if (!existsSync(path)) {
      throw error;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
