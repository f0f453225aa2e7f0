import { execFileSync } from "node:child_process";
import { join } from "node:path";
import pinned from "../../versions.json";
import { bundle, ROOT } from "../engine/bundle";
import { type ImageSpec, nodeProgram, type ServiceName, users } from "./spec";

/** The version to stamp on each service's image. */
export type Versions = Readonly<Record<ServiceName, { readonly tag: string }>>;

const POSTGRES = "/usr/lib/postgresql/15/bin";

/** The images that the stack `local` runs. */
export function imageSpecs(versions: Versions): readonly ImageSpec[] {
  return [
    service("users-backend", "users", "users_server", versions),
    service("thoughts-backend", "thoughts", "thoughts_server", versions),
    service("frontend", "frontend", "frontend", versions),
    postgres("users_backend_db"),
    postgres("thoughts_backend_db"),
  ];
}

/** One of the app's services: Node.js, and the service in one file. @param folder of its source, in `app` */
function service(name: ServiceName, folder: string, repository: string, versions: Versions): ImageSpec {
  const { tag } = versions[name];
  const source = join(ROOT, "app", folder);
  const main = bundle({
    name: `app-${folder}`,
    entry: `import ${JSON.stringify(join(source, "main.ts"))};`,
    sources: [join(ROOT, "app")],
  });
  const beside = name === "frontend" ? "style.css" : "migrations";
  return {
    service: name,
    repository,
    tag,
    // The books' probe of the frontend is curl.
    rootfs: { packages: ["base-files", "libstdc++6", "curl"] },
    layers: [
      [users(), { path: "usr/bin/node", from: { copy: nodeProgram() }, executable: true }],
      [
        { path: "app/main.cjs", from: { copy: main } },
        { path: `app/${beside}`, from: { copy: join(source, beside) } },
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
