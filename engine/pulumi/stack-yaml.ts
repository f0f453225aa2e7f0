import { LineCounter, parseDocument } from "yaml";
import { UserError } from "../user-error";

/**
 * What a stack's file says.
 * @param name of the file, for people
 * @throws {UserError} with the place of the first mistake, if the text is no YAML
 */
export function stackYaml(name: string, text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const what =
      error.code === "MULTIPLE_DOCS" ? `a second document begins with "---"; a stack's file is one` : error.message;
    throw new UserError(`${name}:${line} is no YAML, from column ${col} on: ${what}`);
  }
  return document.toJS();
}
