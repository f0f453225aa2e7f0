import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as tar from "tar";

/** A file of an image. */
export interface ImageFile {
  /** In the image, without the first slash. */
  readonly path: string;
  /** A file or folder to copy, or the text of a file. */
  readonly from: { readonly copy: string } | { readonly text: string };
  /** @default false */
  readonly executable?: boolean;
}

/**
 * A tar file that holds these files and nothing of this machine: no times, no owners, sorted.
 * @param target the tar file to write
 */
export function writeLayer(target: string, files: readonly ImageFile[]): void {
  const stage = mkdtempSync(join(tmpdir(), "thoughts-layer-"));
  try {
    for (const { path, from, executable = false } of files) {
      const file = join(stage, path);
      mkdirSync(dirname(file), { recursive: true });
      if ("copy" in from) {
        cpSync(from.copy, file, { recursive: true, dereference: true });
      } else {
        writeFileSync(file, from.text);
      }
      if (statSync(file).isFile()) {
        chmodSync(file, executable ? 0o755 : 0o644);
      }
    }
    const entries = readdirSync(stage, { recursive: true, encoding: "utf8" }).sort();
    for (const entry of entries.filter((path) => statSync(join(stage, path)).isDirectory())) {
      chmodSync(join(stage, entry), 0o755);
    }
    tar.create(
      { cwd: stage, file: target, portable: true, mtime: new Date(0), noDirRecurse: true, sync: true },
      entries,
    );
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
