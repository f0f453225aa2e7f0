import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import type { BuildNames } from "./build-tags";

/** An image of a service, built from a commit. */
export interface BuiltImage {
  readonly service: ServiceName;
  readonly repository: string;
  readonly digest: string;
  /** Tags that name it. */
  readonly tags: readonly string[];
  /** Tags that name what was built before under them, and stay. */
  readonly kept: readonly string[];
  /** Whether it was there before. */
  readonly what: "built" | "there";
}

export interface BuildArgs {
  /** What names of the environment's images start with: a registry's host, and its part there. */
  readonly registry: string;
  readonly registries: {
    digestOf(image: string): Promise<string | undefined>;
    copy(from: string, to: string): Promise<void>;
  };
  /** Makes an image and pushes it, or leaves it where it can be copied from. @returns its name there; undefined if it was pushed */
  readonly pack: (
    image: { readonly repository: string; readonly tag: string },
    to: string,
  ) => Promise<string | undefined>;
  readonly say: (line: string) => void;
}

/** A service, and the repository of its images. */
export interface Buildable {
  readonly service: ServiceName;
  readonly repository: string;
}

/**
 * Builds the images of a commit, each once: one that its name is there of is left as it is, so that a run that was interrupted is
 * carried on by the next one. Tags are added, and never moved.
 * @throws {UserError} for what can't be pushed
 */
export async function buildImages(
  services: readonly Buildable[],
  names: BuildNames,
  args: BuildArgs,
): Promise<readonly BuiltImage[]> {
  const built: BuiltImage[] = [];
  for (const service of services) {
    built.push(await buildImage(service, names, args));
  }
  return built;
}

async function buildImage(
  { service, repository }: Buildable,
  { version, name, more }: BuildNames,
  { registry, registries, pack, say }: BuildArgs,
): Promise<BuiltImage> {
  const place = `${registry}/${repository}`;
  const to = `${place}:${name}`;
  say(`looking for ${repository}:${name}`);
  const there = await registries.digestOf(to);
  if (there === undefined) {
    say(`building ${repository} ${version}`);
    const from = await pack({ repository, tag: version }, to);
    if (from !== undefined) {
      await registries.copy(from, to);
    }
  }
  const digest = there ?? (await registries.digestOf(to));
  if (digest === undefined) {
    throw new UserError(`${to} was pushed, and is not there; look at it before you go on.`);
  }
  const others = await Promise.all(
    more.map(async (tag) => [tag, await registries.digestOf(`${place}:${tag}`)] as const),
  );
  for (const [tag] of others.filter(([, found]) => found === undefined)) {
    await registries.copy(`${place}@${digest}`, `${place}:${tag}`);
  }
  const kept = others.filter(([, found]) => found !== undefined && found !== digest).map(([tag]) => tag);
  const tags = [name, ...more.filter((tag) => !kept.includes(tag))];
  return { service, repository, digest, tags, kept, what: there === undefined ? "built" : "there" };
}
