import colors from "picocolors";
import { KEY_STEPS, type KeyMove, type Keys, nextKeys, undoKeys } from "../../release/keys";

/** A line that works as it is printed. */
export function keysLine(verb: "next" | "undo", stack: string): string {
  return `npx thoughts keys ${verb}${stack === "local" ? "" : ` -s ${stack}`}`;
}

/** Which step the rotation is in, what each one is, and what to type next. */
export function keysText(stack: string, keys: Keys, now: Date): string {
  const { generation, step } = keys;
  const rows = KEY_STEPS.map((text, index) => {
    const line = `${index + 1 <= step ? "●" : "○"} ${index + 1} ${text}`;
    return index + 1 === step ? colors.bold(line) : colors.dim(line);
  });
  const moves = (["next", "undo"] as const).map((verb) => {
    const move = (verb === "next" ? nextKeys : undoKeys)(keys, { now });
    return `${keysLine(verb, stack)}    ${colors.dim(moveText(keys, move))}`;
  });
  const title = `${colors.bold("token keys")}  ${stack}: generation ${generation}${step === 1 ? "" : `, being replaced by ${generation + 1}`}`;
  return [title, ...rows.map((row) => `  ${row}`), "", ...moves.map((line) => `  ${line}`)].join("\n");
}

function moveText(keys: Keys, move: KeyMove): string {
  if (move.kind === "refused") {
    return `not now: ${move.reason}`;
  }
  const { step, generation } = move.to;
  if (step === keys.step && generation === keys.generation) {
    return "the time for the tokens of the key starts";
  }
  return step === 1 && generation > keys.generation ? "the old key pair goes" : `step ${step}`;
}
