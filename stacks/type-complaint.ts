/** An error of the compiler. */
interface TypeError {
  /** `stacks/local.ts:12` */
  readonly place: string;
  /** What does not fit. */
  readonly message: string;
  /** Why it does not, from the outside in. */
  readonly reasons: string[];
}

const ERROR = /^(\S.*)\((\d+),\d+\): error TS\d+: (.*)$/;

/** A type that is written out may take pages. */
const LONGEST_LINE = 200;

/**
 * What the compiler complains about, for people: where each mistake is, and not where else it is met.
 * @param output with a line such as `stacks/local.ts(12,5): error TS2353: …` for each error, and lines behind it that begin
 * with a space and explain it
 * @param declarationOf what a type allows, by its name
 * @returns undefined if it names no error
 */
export function complaintOf(
  output: string,
  declarationOf: (name: string) => string | undefined = () => undefined,
): string | undefined {
  const errors = errorsIn(output);
  const mistakes = errors.filter(({ reasons }) => reasons.length === 0).map(({ message }) => message);
  const own = errors.filter(({ reasons }) => !mistakes.includes(reasons.at(-1) ?? ""));
  return own.length === 0
    ? undefined
    : [
        "the program does not compile, so nothing was changed:",
        ...own.flatMap((error) => linesOf(error, declarationOf)),
        "Correct that, and run the same again.",
      ].join("\n");
}

function errorsIn(output: string): readonly TypeError[] {
  const errors: TypeError[] = [];
  for (const line of output.split("\n")) {
    const [, file, number = "", message = ""] = ERROR.exec(line) ?? [];
    if (file !== undefined) {
      errors.push({ place: `${file}:${number}`, message, reasons: [] });
    } else if (line.startsWith(" ")) {
      errors.at(-1)?.reasons.push(line.trim());
    }
  }
  return errors;
}

/** What does not fit, the reason at the bottom of it, and what would fit. */
function linesOf(
  { place, message, reasons }: TypeError,
  declarationOf: (name: string) => string | undefined,
): readonly string[] {
  const reason = reasons.at(-1);
  const [, name = ""] = /assignable to type '(\w+)'/.exec(reason ?? message) ?? [];
  const declaration = declarationOf(name);
  return [
    `  ${place}  ${short(message)}`,
    ...(reason === undefined ? [] : [`    ${short(reason)}`]),
    ...(declaration === undefined ? [] : [`    ${name} is ${declaration}`]),
  ];
}

function short(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
