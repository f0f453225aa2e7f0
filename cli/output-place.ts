import { accessSync, constants, existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { writeWhole } from "../engine/process/file";
import { systemErrorText } from "../engine/process/system-error";
import { UserError } from "../engine/user-error";

/** Where a command was told to write. */
export interface OutputPlace {
  /** As it is typed: `--out`. */
  readonly option: string;
  readonly path: string;
}

/**
 * Before anything is waited for: whether a file can be written there. Changes nothing.
 * @throws {UserError} with the reason if not
 */
export function demandFilePlace(place: OutputPlace): void {
  written(place, () => {
    const path = resolve(place.path);
    demandFolder(dirname(path));
    const there = statSync(path, { throwIfNoEntry: false });
    if (there !== undefined) {
      if (!there.isFile()) {
        throw refused(place, there.isDirectory() ? "it is a folder" : "it is no file");
      }
      accessSync(path, constants.W_OK);
    }
  });
}

/**
 * Before anything is waited for: whether a folder can be made there, or written to. Changes nothing.
 * @throws {UserError} with the reason if not
 */
export function demandFolderPlace(place: OutputPlace): void {
  written(place, () => {
    let folder = resolve(place.path);
    while (statSync(folder, { throwIfNoEntry: false }) === undefined) {
      folder = dirname(folder);
    }
    demandFolder(folder);
  });
}

/**
 * A folder for what a command writes, made before anything is waited for.
 * @returns its absolute path
 * @throws {UserError} with the reason if it can't be made
 */
export function madeFolder(place: OutputPlace): string {
  demandFolderPlace(place);
  return written(place, () => {
    mkdirSync(place.path, { recursive: true });
    return resolve(place.path);
  });
}

/** @throws {UserError} with the reason if it can't be written */
export function writeOutput(place: OutputPlace, text: string): void {
  demandFilePlace(place);
  written(place, () => {
    const path = resolve(place.path);
    writeWhole(existsSync(path) ? realpathSync(path) : path, text, 0o644);
  });
}

/**
 * Writes to a place.
 * @throws {UserError} with the reason of the operating system, such as a full disk
 */
export function written<T>(place: OutputPlace, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const reason = systemErrorText(error);
    throw reason === undefined ? error : refused(place, reason);
  }
}

function demandFolder(path: string): void {
  // With the slash, a file in its place is an error.
  accessSync(`${path}/`, constants.W_OK | constants.X_OK);
}

function refused({ option, path }: OutputPlace, reason: string): UserError {
  return new UserError(
    `${option} ${path} can't be written: ${reason}. Name a place that is there and that you may write.`,
  );
}
