/** Why a test, a hook or a whole file failed. */
export interface Failure {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly name: string;
  readonly message: string;
}

const LONGEST = 300;

/** What failed, a line each, for whoever has only the end of a long log. @returns empty if nothing did */
export function failedText(failures: readonly Failure[]): string {
  const lines = failures.map(({ file, name, message }) => `     ${file} > ${name}: ${shortened(message)}`);
  return lines.length > 0 ? ["Failed:", ...lines].join("\n") : "";
}

function shortened(message: string): string {
  const line = message.replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}
