import { UserError } from "../../engine/user-error";
import type { NeededImage } from "./needed";

/** What became of an image. */
export interface PushedImage {
  readonly image: NeededImage;
  readonly digest: string;
  readonly what: "there" | "copied" | "packed";
}

/** Where images go, and where they come from. */
export interface PushArgs {
  /** What names of the environment's images start with: a registry's host, and its part there. */
  readonly registry: string;
  readonly registries: {
    digestOf(image: string): Promise<string | undefined>;
    copy(from: string, to: string): Promise<void>;
  };
  /** Readies what packs, if anything has to be packed; before anything is pushed. */
  readonly prepare: () => Promise<void>;
  /** Makes an image and pushes it, or leaves it where it can be copied from. @returns its name there; undefined if it was pushed */
  readonly pack: (image: NeededImage, to: string) => Promise<string | undefined>;
  readonly say: (line: string) => void;
}

/**
 * Brings images into a registry. What is there is left as it is, so that a run that was interrupted is carried on by the next one.
 * @throws {UserError} before anything is pushed, if a tag has another content than is needed; and for what can't be copied
 */
export async function pushImages(images: readonly NeededImage[], args: PushArgs): Promise<readonly PushedImage[]> {
  const { registry, registries, say } = args;
  const there = new Map<NeededImage, string>();
  for (const image of images) {
    say(`looking for ${image.repository}:${image.tag}`);
    const digest = await registries.digestOf(nameOf(registry, image));
    if (digest !== undefined) {
      there.set(image, digest);
    }
  }
  refuseOthers(registry, there);
  if (images.some((image) => image.source.kind === "packed" && !there.has(image))) {
    await args.prepare();
  }
  const pushed: PushedImage[] = [];
  for (const [index, image] of images.entries()) {
    const digest = there.get(image);
    if (digest !== undefined) {
      pushed.push({ image, digest, what: "there" });
    } else {
      say(`${image.repository}:${image.tag}, ${index + 1} of ${images.length}`);
      pushed.push(await pushImage(image, args));
    }
  }
  return pushed;
}

function nameOf(registry: string, { repository, tag }: NeededImage): string {
  return `${registry}/${repository}:${tag}`;
}

/** A tag is never moved: pods may be running what it names. */
function refuseOthers(registry: string, there: ReadonlyMap<NeededImage, string>): void {
  const others = [...there].filter(([{ digest }, found]) => digest !== undefined && digest !== found);
  if (others.length > 0) {
    const lines = others.map(
      ([image, found]) =>
        `  - ${nameOf(registry, image)} is ${found}, and ${image.digest ?? ""} is needed: ` +
        `delete that tag if nothing runs it, or name another version`,
    );
    throw new UserError(
      `tags have other contents than are needed, and are never overwritten; nothing was pushed.\n${lines.join("\n")}`,
    );
  }
}

async function pushImage(image: NeededImage, { registry, registries, pack }: PushArgs): Promise<PushedImage> {
  const to = nameOf(registry, image);
  const { source } = image;
  const isPacked = source.kind === "packed";
  const from = isPacked ? await pack(image, to) : sourceName(image);
  if (from !== undefined) {
    await registries.copy(from, to);
  }
  const digest = await registries.digestOf(to);
  if (digest === undefined || (image.digest !== undefined && image.digest !== digest)) {
    throw new UserError(
      `${to} was pushed, and is ${digest ?? "not there"}${image.digest === undefined ? "" : ` instead of ${image.digest}`}; look at it before you go on.`,
    );
  }
  return { image, digest, what: isPacked ? "packed" : "copied" };
}

/** What crane copies: by digest, where there is one; the tag beside it is for people. */
function sourceName({ source }: NeededImage): string {
  switch (source.kind) {
    case "copied":
      return `${source.from.replace(/:[^:/]+$/, "")}@${source.digest}`;
    case "promoted":
      return source.from;
    case "packed":
      throw new Error("what is packed is copied from where it was packed.");
    default:
      return source satisfies never;
  }
}
