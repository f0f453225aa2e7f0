import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { bundle, ROOT } from "../../engine/pulumi/bundle";
import pinned from "../../versions.json";
import { type Recipe, recipesIn } from "./recipe";
import { type ImageSpec, nodeProgram, users } from "./spec";

/** The version to stamp on each service's image, by the service's name. */
export type Versions = Readonly<Record<string, { readonly tag: string }>>;

const POSTGRES = "/usr/lib/postgresql/15/bin";

/** The images that the stack `local` runs. */
export function imageSpecs(versions: Versions): readonly ImageSpec[] {
  const recipes = recipesIn(ROOT);
  const databases = recipes.flatMap(({ database }) => (database === undefined ? [] : [database]));
  return [...recipes.map((recipe) => imageOf(recipe, versions)), ...databases.map(postgres)];
}

/** One of the app's services. The frontend's probe is curl (docs/system.md#probes). @throws {Error} without a version of it */
function imageOf({ folder, service, repository, files }: Recipe, versions: Versions): ImageSpec {
  const version = versions[service];
  if (version === undefined) {
    const known = Object.keys(versions).join(", ");
    throw new Error(
      `app/${folder}/image.json names the service ${service}, and the release has versions of ${known} only. Correct the ` +
        `name, or list the service in infra/services/index.ts.`,
    );
  }
  return { service, ...appProgram(folder, repository, version.tag, ["curl"], files) };
}

/** What gives backends access to databases in RDS. The stack `local` has none, and does not pull it. */
export function databaseToolsSpec(): ImageSpec {
  return appProgram("database", "database_tools", pinned.databaseTools, [], []);
}

/**
 * Node.js, and a program of the app in one file.
 * @param folder of its source, in `app`
 * @param packages of Debian's, on top of what Node.js needs
 * @param beside what it reads from its folder
 */
function appProgram(
  folder: string,
  repository: string,
  tag: string,
  packages: readonly string[],
  beside: readonly string[],
): ImageSpec {
  const source = join(ROOT, "app", folder);
  const main = bundle({
    name: `app-${folder}`,
    entry: `import ${JSON.stringify(join(source, "main.ts"))};`,
    moved: true,
  });
  return {
    repository,
    tag,
    rootfs: { packages: ["base-files", "libstdc++6", ...packages] },
    layers: [
      [users(), { path: "usr/bin/node", from: { copy: nodeProgram() }, executable: true }],
      [
        { path: "app/main.cjs", from: { copy: main } },
        ...beside.map((name) => ({ path: `app/${name}`, from: { copy: join(source, name) } })),
      ],
    ],
    user: 1000,
    entrypoint: ["/usr/bin/node", "/app/main.cjs"],
    environment: { NODE_ENV: "production", VERSION_SHA: commit(), VERSION_NAME: tag },
  };
}

/** The contract of the official image, as far as the program uses it. */
function postgres(repository: string): ImageSpec {
  return {
    repository,
    tag: pinned.images.postgres,
    versionOf: "postgresql-15",
    rootfs: {
      packages: ["base-files", "dash", "coreutils", "postgresql-15"],
      // Queries compiled while they run, which needs a compiler of 120 MB.
      without: ["/usr/lib/llvm*", "*/libLLVM*", "*/libz3*", "*/llvmjit*", "*/bitcode/*", "/usr/share/perl*", "*/perl*"],
    },
    layers: [
      [users(), { path: "entrypoint.sh", from: { copy: join(__dirname, "postgres-entrypoint.sh") }, executable: true }],
    ],
    user: 999,
    entrypoint: ["/entrypoint.sh"],
    environment: { PATH: `${POSTGRES}:/usr/bin:/bin` },
  };
}

/** The source of the image. @throws {Error} outside a Git repository */
function commit(): string {
  return execFileSync("git", ["rev-parse", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
}
