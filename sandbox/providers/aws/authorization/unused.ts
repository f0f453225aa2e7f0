import type { Caller } from "./caller";
import type { Use } from "./ledger";
import { matchesAction } from "./pattern";

/** What one policy of a role allows, and what of it nothing used. */
export interface UnusedRights {
  /** The policy's name, without what the plugin added to it. */
  readonly policy: string;
  /** How many actions it names, with or without a wildcard. */
  readonly named: number;
  /** Those of them that no call used. */
  readonly unused: readonly string[];
}

/**
 * Rights that nothing used, by policy.
 * @param uses by the role, of any of its policies
 */
export function unusedRights({ policies }: Pick<Caller, "policies">, uses: readonly Use[]): readonly UnusedRights[] {
  return policies.map(({ name, statements }) => {
    const rights = statements
      .filter(({ effect, actions }) => effect === "Allow" && actions.listed)
      .flatMap((statement) => statement.actions.patterns.map((pattern) => ({ pattern, statement: statement.name })));
    const unused = rights.filter(
      ({ pattern, statement }) =>
        !uses.some((use) => use.policy === name && use.statement === statement && matchesAction(pattern, use.action)),
    );
    return {
      policy: name.replace(/-[0-9a-f]{7}$/, ""),
      named: rights.length,
      unused: unused.map(({ pattern }) => pattern),
    };
  });
}
