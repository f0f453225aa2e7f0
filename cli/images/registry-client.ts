import { join } from "node:path";
import type { Tool } from "../../engine/toolchain/tool";
import { RegistryProgram, type RegistryProgramArgs } from "./registry-program";

export interface RegistryClientArgs extends Omit<RegistryProgramArgs, "program"> {
  /** crane. */
  readonly tool: Pick<Tool, "folder">;
}

/** Registries, as crane reaches them. */
export class RegistryClient {
  readonly #crane: RegistryProgram;

  constructor({ tool, ...args }: RegistryClientArgs) {
    this.#crane = new RegistryProgram({ ...args, program: join(tool.folder, "crane") });
  }

  /** Of passwords, for crane and Docker alone. */
  get configFolder(): string {
    return this.#crane.configFolder;
  }

  /** Forgets the passwords. */
  close(): void {
    this.#crane.close();
  }

  /** The digest of an image. @returns undefined if it is not there */
  digestOf(image: string): Promise<string | undefined> {
    return this.#crane.runIfThere(image, ["digest", image]);
  }

  /** Copies the very content; what of it is there already is not sent again. A tag that is there is never moved. */
  copy(from: string, to: string): Promise<void> {
    return this.#crane.copy(from, to, ["copy", "--no-clobber", from, to]);
  }
}
