import { execFile, execFileSync, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import type { Tool } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { lackingForImages } from "../../sandbox/host/requirements";
import { pack } from "../../sandbox/images/pack";
import { recipesIn } from "../../sandbox/images/recipe";
import { Registry } from "../../sandbox/images/registry";
import type { ImageSpec } from "../../sandbox/images/spec";
import { IMAGES, ROOT } from "../folders";
import type { NeededImage } from "./needed";
import type { PackerKind } from "./packers";

/** What makes images on this machine. */
export interface Packer {
  /** For people: `with Docker`. */
  readonly how: string;
  /** @returns where it can be copied from; undefined if it was pushed */
  pack(image: Pick<NeededImage, "repository" | "tag">, to: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface PackerArgs {
  /** What can be made of packages. */
  readonly specs: () => readonly ImageSpec[];
  readonly crane: Tool;
  /** The folder of the file with the registry's password. */
  readonly dockerConfig: string;
  /** @default - without a container engine where Debian's packages can be had, otherwise with Docker */
  readonly by?: PackerKind | undefined;
}

/** @throws {UserError} where what is needed is not there */
export async function packerFor({ specs, crane, dockerConfig, by }: PackerArgs): Promise<Packer> {
  const lacking = lackingForImages();
  if (by !== "docker" && lacking.length === 0) {
    return packerOfPackages(specs(), crane);
  }
  if (by !== "packages" && spawnSync("docker", ["info"], { stdio: "ignore" }).status === 0) {
    return packerByDocker(dockerConfig);
  }
  const reasons = [
    ...(by === "docker" ? [] : [`without Docker this machine lacks ${lacking.join(", ")}`]),
    ...(by === "packages" ? [] : ["Docker does not answer (docker info)"]),
  ];
  throw new UserError(
    `images can't be made here: ${reasons.join("; and ")}. Start Docker, or run this on Linux with Debian's packages. Nothing was pushed.`,
  );
}

/** Packs into a registry of this clone, from which images are copied. */
async function packerOfPackages(specs: readonly ImageSpec[], crane: Tool): Promise<Packer> {
  const registry = new Registry(IMAGES);
  await registry.start();
  return {
    how: "without a container engine",
    pack: (image) => {
      const spec = specs.find(({ repository, tag }) => repository === image.repository && tag === image.tag);
      if (spec === undefined) {
        throw new Error(`nothing says how ${image.repository}:${image.tag} is made.`);
      }
      const { repository, digest } = pack(spec, registry, crane);
      return Promise.resolve(`${registry.address}/${repository}@${digest}`);
    },
    close: () => registry.stop(),
  };
}

/** Builds by the Dockerfiles, and pushes from there. */
function packerByDocker(config: string): Packer {
  const docker = async (...args: readonly string[]) => {
    try {
      await promisify(execFile)("docker", [...args], { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
      const { stderr = (error as Error).message } = error as { stderr?: string };
      const last = stderr.trim().split("\n").slice(-5).join("\n");
      throw new UserError(`docker ${args.join(" ")} failed; what is in the registry stays.\n${last}`);
    }
  };
  return {
    how: "with Docker",
    pack: async (image, to) => {
      await docker("build", "--platform", "linux/amd64", ...dockerArgs(image), "--tag", to, ".");
      await docker("--config", config, "push", to);
      return undefined;
    },
    close: () => Promise.resolve(),
  };
}

/** What tells Docker how an image is made: one of the application, or one of others' packages. */
export function dockerArgs({ repository, tag }: Pick<NeededImage, "repository" | "tag">): readonly string[] {
  const databases = { folder: "database", repository: "database_tools" };
  const own = [...recipesIn(ROOT), databases].find((recipe) => recipe.repository === repository);
  if (own === undefined) {
    const target = repository.endsWith("_backend_db") ? "postgres" : repository;
    return ["--file", "sandbox/images/Dockerfile", "--target", target, "--build-arg", `VERSION=${tag}`];
  }
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  const values = [`SERVICE=${own.folder}`, `VERSION_NAME=${tag}`, `VERSION_SHA=${commit}`];
  return ["--file", "app/Dockerfile", ...values.flatMap((value) => ["--build-arg", value])];
}
