import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UserError } from "../../engine/user-error";

/** As many commits of a branch are looked at: more than are pushed while an image is built. */
const MOST_COMMITS = 20;

/** What others branch from. */
const MAIN = "main";

/** A clone, as far as its branches are asked for. */
export class Branches {
  constructor(
    private readonly root: string,
    private readonly say: (line: string) => void,
  ) {}

  /**
   * The newest commits of a branch, the newest first: those that only the branch has; of one that has none of its own, such
   * as `main`, those that it has. It is the branch of `origin`, as it is now if origin answers, because that is what CI
   * builds; in a clone without an origin it is the clone's own.
   * @param branch a name that a branch may have
   * @throws {UserError} if there is no such branch
   */
  async newestCommits(branch: string): Promise<readonly string[]> {
    const place = (await this.#hasOrigin()) ? "refs/remotes/origin" : "refs/heads";
    const where = place === "refs/heads" ? "this clone" : await this.#fetch(branch);
    const newest = await this.#commits(`${place}/${branch}`);
    if (newest === undefined) {
      throw new UserError(`${where} has no branch ${branch}; look at those that there are: git branch --all`);
    }
    const own = branch === MAIN ? [] : await this.#commits(`${place}/${branch}`, "--not", `${place}/${MAIN}`);
    return own !== undefined && own.length > 0 ? own : newest;
  }

  /** @returns where the branch then is, for people */
  async #fetch(branch: string): Promise<string> {
    const [remote, here] = [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`];
    const listed = await this.#git("ls-remote", "--exit-code", "origin", remote);
    // https://git-scm.com/docs/git-ls-remote: 2 says that there is none.
    if (listed.code === 2) {
      throw new UserError(`origin has no branch ${branch}; push it, or name another one: git ls-remote --heads origin`);
    }
    const fetched =
      listed.code === 0 ? await this.#git("fetch", "--quiet", "--no-tags", "origin", `+${remote}:${here}`) : listed;
    if (fetched.code !== 0) {
      this.say(`origin does not answer (${fetched.why}): ${branch} is as it was fetched last`);
    }
    return "what was fetched of origin";
  }

  async #hasOrigin(): Promise<boolean> {
    return (await this.#git("remote", "get-url", "origin")).code === 0;
  }

  /** @returns undefined if one of them is not there */
  async #commits(...revisions: readonly string[]): Promise<readonly string[] | undefined> {
    const { code, text } = await this.#git(
      "rev-list",
      "--first-parent",
      `--max-count=${MOST_COMMITS}`,
      ...revisions,
      "--",
    );
    return code === 0 ? text.split("\n").filter((line) => line !== "") : undefined;
  }

  async #git(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly text: string; readonly why: string }> {
    // Nobody is there to type a password.
    const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
    try {
      const { stdout } = await promisify(execFile)("git", args, { cwd: this.root, env });
      return { code: 0, text: stdout, why: "" };
    } catch (error) {
      const { code, stderr = "" } = error as { readonly code?: number | string; readonly stderr?: string };
      return { code: typeof code === "number" ? code : 1, text: "", why: stderr.trim().split("\n")[0] ?? "" };
    }
  }
}
