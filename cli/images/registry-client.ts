import { join } from "node:path";
import type { Tool } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { AbsentError, RegistryProgram, type RegistryProgramArgs } from "./registry-program";

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
  async digestOf(image: string): Promise<string | undefined> {
    try {
      return await this.#crane.run(image, ["digest", image]);
    } catch (error) {
      if (error instanceof AbsentError) {
        return undefined;
      }
      throw error;
    }
  }

  /** Copies the very content; what of it is there already is not sent again. A tag that is there is never moved. */
  async copy(from: string, to: string): Promise<void> {
    try {
      await this.#crane.run(`${from} to ${to}`, ["copy", "--no-clobber", from, to]);
    } catch (error) {
      throw error instanceof AbsentError
        ? new UserError(`${from} to ${to}: one of the two is not there; look at both.\nIt was: ${error.message}`)
        : error;
    }
  }
}
