import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Octokit } from "@octokit/rest";
import { UserError } from "../../engine/user-error";
import { ROOT } from "../folders";

/** Who approves what runs where also approves production and demos, and names versions: the owners of the stacks' files. */
const RELEASE_FILES = "/Pulumi.*.yaml";

/**
 * The teams that decide what runs where, sorted: `acme/platform`.
 * @param owners the text of CODEOWNERS. @default - that of this tree
 */
export function releaseTeams(owners = readFileSync(join(ROOT, ".github", "CODEOWNERS"), "utf8")): readonly string[] {
  const line = owners.split("\n").find((one) => one.startsWith(`${RELEASE_FILES} `)) ?? "";
  const [, ...teams] = line.trim().split(/\s+/);
  return teams.map((team) => team.replace(/^@/, "")).sort();
}

/** The number by which GitHub knows a team. @throws {UserError} for a team that this token does not see */
export async function teamId(rest: Octokit["rest"], team: string): Promise<number> {
  const [org = "", team_slug = ""] = team.split("/");
  try {
    return (await rest.teams.getByName({ org, team_slug })).data.id;
  } catch (error) {
    if ((error as { readonly status?: number }).status === 404) {
      throw new UserError(`@${team}, which .github/CODEOWNERS names, is no team of GitHub that this token sees.`);
    }
    throw error;
  }
}
