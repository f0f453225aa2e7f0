import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../../engine/process/file";

/** How long a repository may take to answer, in milliseconds. */
const ANSWERS_MS = 5_000;

interface Found {
  readonly url: string;
  readonly reachable: boolean;
}

/** Which chart repositories can be reached. What was found first holds, so that all steps of a rehearsal agree. */
export class ChartRepositories {
  /** @param folder where to remember what was found; made if need be */
  constructor(private readonly folder: string) {}

  async isReachable(url: string): Promise<boolean> {
    const file = join(this.folder, `${createHash("sha256").update(url).digest("hex").slice(0, 16)}.json`);
    if (existsSync(file)) {
      return read(file).reachable;
    }
    const reachable = await answers(url);
    mkdirSync(this.folder, { recursive: true });
    writeWhole(file, JSON.stringify({ url, reachable } satisfies Found));
    return reachable;
  }

  /** Those that were asked for, and could not be reached. */
  unreachable(): readonly string[] {
    const files = existsSync(this.folder) ? readdirSync(this.folder) : [];
    const found = files.map((file) => read(join(this.folder, file)));
    return found.filter(({ reachable }) => !reachable).map(({ url }) => url);
  }
}

function read(file: string): Found {
  return JSON.parse(readFileSync(file, "utf8")) as Found;
}

/** @see https://helm.sh/docs/topics/chart_repository/ "The index file" */
async function answers(url: string): Promise<boolean> {
  try {
    const index = `${url.replace(/\/$/, "")}/index.yaml`;
    const { ok } = await fetch(index, { method: "HEAD", signal: AbortSignal.timeout(ANSWERS_MS) });
    return ok;
  } catch {
    return false;
  }
}
