import { demandRepository } from "../../ci/github";

export interface RulesOptions {
  /** Whether what differs is made as this tree says. */
  readonly apply?: boolean;
}

/** `ci rules`: holds branch rules and code owners of the repository against those of this tree; ends with 1 if they differ. */
export async function rules({ apply = false }: RulesOptions): Promise<void> {
  const repository = demandRepository(process.env);
  const { repositoryRules } = await import("../../ci/repository-rules.js");
  const lines = await repositoryRules(repository, apply);
  console.log(lines.length === 0 ? "The rules are those of this tree." : lines.join("\n"));
  process.exitCode = lines.some((line) => !line.endsWith(": made as this tree says")) ? 1 : 0;
}
