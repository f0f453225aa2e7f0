import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../../engine/pulumi/bundle";
import versions from "../../versions.json";

/** An image of ours under a version that versions.json names, and a hash of what is put into it. */
export interface Content {
  readonly version: string;
  readonly sha256: string;
}

export type Contents = Readonly<Record<string, Content>>;

/** What each image had when it got its version; `npm run images:lock` writes it. */
export const LOCK = join(__dirname, "contents.lock.json");

const PASSWD = "sandbox/images/passwd";
const DOCKERFILE = "sandbox/images/Dockerfile";

/** Images with a version of their own, by their target in {@link DOCKERFILE}, and where versions.json has that. */
const PACKED: Readonly<Record<string, { readonly version: string; readonly files: readonly string[] }>> = {
  postgres: { version: versions.images.postgres, files: ["sandbox/images/postgres-entrypoint.sh"] },
  frontail: { version: versions.images.frontail, files: ["sandbox/images/frontail/package-lock.json"] },
  alertmanager: { version: versions.images.alertmanager, files: [] },
  "blackbox-exporter": { version: versions.images.blackboxExporter, files: [] },
  rsyslog: { version: versions.images.rsyslog, files: [] },
  mtail: { version: versions.images.mtail, files: [] },
};

/**
 * What is in each image whose version stands in versions.json: our sources with all that they import, files, and how it is
 * packed. Debian's packages are told by the version itself. A service's version is made by its release, from the commit.
 */
export async function contents(): Promise<Contents> {
  const stages = stagesOf(textOf(DOCKERFILE));
  const packed = Object.entries(PACKED).map(([name, { version, files }]): readonly [string, Content] => {
    const stage = stages.get(name);
    if (stage === undefined) {
      throw new Error(`${DOCKERFILE} has no target ${name}.`);
    }
    const parts = [stage, ...[PASSWD, ...files].map(textOf)];
    return [name, { version, sha256: hashOf(parts) }];
  });
  const sources = await sourcesOf("app/database/main.ts");
  const tools = [versions.node, textOf(PASSWD), ...sources.flatMap((path) => [path, textOf(path)])];
  return Object.fromEntries([
    ["database_tools", { version: versions.databaseTools, sha256: hashOf(tools) }],
    ...packed,
  ]);
}

/** What differs from the lock, as sentences for people. */
export function contentProblems(locked: Contents, now: Contents): readonly string[] {
  const all = [...new Set([...Object.keys(locked), ...Object.keys(now)])];
  return all.flatMap((name) => {
    const [before, after] = [locked[name], now[name]];
    if (before?.version === after?.version && before?.sha256 === after?.sha256) return [];
    if (before !== undefined && before.version === after?.version) {
      return [
        `the image ${name} has other content than ${before.version} had. Registries keep the old one under that tag, so no ` +
          `environment would get this one: give it a new version in versions.json (one of Debian's packages: ` +
          `${before.version}-r2), then npm run images:lock.`,
      ];
    }
    return [`the image ${name} has a new version: npm run images:lock, and commit ${LOCK.slice(ROOT.length + 1)}.`];
  });
}

/** Writes the lock anew. @throws {Error} for an image that changed and kept its version; then nothing is written */
export async function lockContents(): Promise<void> {
  const now = await contents();
  const kept = contentProblems(readLock(), now).filter((problem) => problem.includes("has other content"));
  if (kept.length > 0) {
    throw new Error(kept.join("\n"));
  }
  writeFileSync(LOCK, `${JSON.stringify(now, undefined, 2)}\n`);
}

export function readLock(): Contents {
  return JSON.parse(readFileSync(LOCK, "utf8")) as Contents;
}

/** The text of each target of a Dockerfile. */
function stagesOf(dockerfile: string): ReadonlyMap<string, string> {
  const stages = dockerfile.split(/^(?=FROM )/m);
  return new Map(stages.map((stage) => [/^FROM \S+ AS (\S+)/.exec(stage)?.[1] ?? "", stage.trim()]));
}

/** Every file that a program is made of, packages too. */
async function sourcesOf(entry: string): Promise<readonly string[]> {
  const options = { bundle: true, write: false, metafile: true, platform: "node", logLevel: "silent" } as const;
  const { metafile } = await build({ entryPoints: [entry], absWorkingDir: ROOT, ...options });
  return Object.keys(metafile.inputs).sort();
}

function hashOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
