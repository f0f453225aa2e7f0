import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { extract } from "tar";
import { UserError } from "../user-error";
import type { Download } from "./tool";

/** The download can't be had here and now; another way to the tool may work. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/** How long a server may take to answer, and to send everything. */
const ANSWER_MS = 5_000;
const TRANSFER_MS = 10 * 60_000;

const unreachable = new Set<string>();

/**
 * Fetches a file, holds it against its published checksum and puts its programs into the folder.
 * @throws {Unavailable} if it can't be fetched, or lacks a program
 * @throws {UserError} if the checksum is wrong, which is never passed over
 */
export async function download(file: Download, folder: string): Promise<void> {
  const checksums = (await fetched(file.checksums)).toString("utf8");
  const content = await fetched(file.url);
  const name = basename(new URL(file.url).pathname);
  const wanted = checksumOf(name, checksums);
  const given = createHash("sha256").update(content).digest("hex");
  if (given !== wanted) {
    throw new UserError(
      `${file.url} has the SHA-256 ${given}, but ${file.checksums} says ${wanted ?? "nothing of it"}. ` +
        `Nothing was installed; try again, and if it stays so, do not use that file.`,
    );
  }
  mkdirSync(folder, { recursive: true });
  if (file.archive === undefined) {
    writeFileSync(join(folder, file.program ?? name), content, { mode: 0o755 });
    return;
  }
  const missing = await unpack(content, file.archive.programs, folder);
  if (missing.length > 0) {
    throw new Unavailable(`${file.url} holds no ${missing.join(", ")}`);
  }
}

/** The line of a list (`<hash>  <name>`), or a file that is a hash alone. */
function checksumOf(name: string, checksums: string): string | undefined {
  const lines = checksums.split("\n").map((line) => line.trim().split(/\s+\*?/));
  const alone = lines.length <= 2 && lines[0]?.length === 1;
  return alone ? lines[0]?.[0] : lines.find(([, file]) => file === name)?.[0];
}

/** @returns the programs that are not in the archive */
async function unpack(content: Buffer, programs: readonly string[], folder: string): Promise<readonly string[]> {
  const work = mkdtempSync(`${folder}-`);
  try {
    const archive = join(work, "archive.tar.gz");
    const unpacked = join(work, "unpacked");
    mkdirSync(unpacked);
    writeFileSync(archive, content);
    // Archives hold far more than is wanted here: Pulumi's has the hosts of six languages.
    await extract({ file: archive, cwd: unpacked, filter: (path) => programs.includes(basename(path)) });
    const files = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const entry of files) {
      const program = join(folder, entry.name);
      renameSync(join(entry.parentPath, entry.name), program);
      chmodSync(program, 0o755);
    }
    return programs.filter((program) => !files.some((file) => file.name === program));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function fetched(url: string): Promise<Buffer> {
  const { host } = new URL(url);
  if (unreachable.has(host)) {
    throw new Unavailable(`${host} can't be reached`);
  }
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    clearTimeout(timer);
    if (!response.ok) {
      throw new Unavailable(`${url} answers ${response.status}`);
    }
    const transfer = setTimeout(() => abort.abort(), TRANSFER_MS);
    try {
      return Buffer.from(await response.arrayBuffer());
    } finally {
      clearTimeout(transfer);
    }
  } catch (error) {
    if (error instanceof Unavailable) {
      throw error;
    }
    unreachable.add(host);
    throw new Unavailable(`${host} can't be reached`);
  } finally {
    clearTimeout(timer);
  }
}
