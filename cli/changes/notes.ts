import colors from "picocolors";

/** What a run said that is no error, each once: `note: thoughts-backend and frontend change at once. …`. */
export function noteLines(warnings: readonly string[]): readonly string[] {
  return [...new Set(warnings)].map((warning) => colors.yellow(`note: ${warning}`));
}
