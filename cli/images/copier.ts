import { join } from "node:path";
import type { Tool } from "../../engine/toolchain/tool";
import { RegistryProgram, type RegistryProgramArgs } from "./registry-program";
import { hostOf } from "./registry-host";

export interface CopierArgs extends Omit<RegistryProgramArgs, "program"> {
  /** regctl. */
  readonly tool: Pick<Tool, "folder">;
}

/** What is attached to an image in its registry: the OCI specification's referrers. */
export interface Attachment {
  readonly type: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** When an attachment was made. @see https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md */
const CREATED = "org.opencontainers.image.created";

interface Referrers {
  readonly descriptors?: readonly { readonly annotations?: Readonly<Record<string, string>> }[];
}

/** Copies images with everything that belongs to them, and attaches records to them, by regctl. */
export class Copier {
  readonly #regctl: RegistryProgram;

  constructor({ tool, ...args }: CopierArgs) {
    this.#regctl = new RegistryProgram({ ...args, program: join(tool.folder, "regctl") });
  }

  /** Forgets the passwords. */
  close(): void {
    this.#regctl.close();
  }

  /** The digest of an image. @returns undefined if it is not there */
  digestOf(image: string): Promise<string | undefined> {
    return this.#regctl.runIfThere(image, [...plainHosts([image]), "manifest", "head", image]);
  }

  /** Copies the very content: the index with all platforms, and all that is attached to any of them. */
  copy(from: string, to: string): Promise<void> {
    const args = [...plainHosts([from, to]), "image", "copy", "--referrers", from, to];
    return this.#regctl.copy(from, to, args);
  }

  /** Attaches a record to an image. Records are never changed: a later one says something else. */
  async attach(image: string, { type, annotations }: Attachment, at: string): Promise<void> {
    const all = Object.entries({ ...annotations, [CREATED]: at });
    const given = all.flatMap(([key, value]) => ["--annotation", `${key}=${value}`]);
    await this.#run(
      `a record of ${image}`,
      [image],
      ["artifact", "put", "--subject", image, "--artifact-type", type, "--file-media-type", type, ...given],
      JSON.stringify({ ...annotations, at }),
    );
  }

  /** What is attached to an image, the newest last. @param image by digest */
  async attached(image: string, type: string): Promise<readonly (Attachment & { readonly at: string })[]> {
    const args = ["artifact", "list", image, "--filter-artifact-type", type, "--format", "{{json .}}"];
    const { descriptors } = JSON.parse(await this.#run(`the records of ${image}`, [image], args)) as Referrers;
    return (descriptors ?? [])
      .map(({ annotations = {} }) => ({ type, annotations, at: annotations[CREATED] ?? "" }))
      .sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  #run(what: string, images: readonly string[], args: readonly string[], input?: string): Promise<string> {
    return this.#regctl.run(what, [...plainHosts(images), ...args], input);
  }
}

/** A registry of this machine speaks HTTP, as for crane and Docker. */
function plainHosts(images: readonly string[]): readonly string[] {
  const hosts = new Set(images.map(hostOf));
  return [...hosts]
    .filter((host) => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host))
    .flatMap((host) => ["--host", `reg=${host},tls=disabled`]);
}
