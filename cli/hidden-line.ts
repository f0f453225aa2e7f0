import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { UserError } from "../engine/user-error";

/**
 * Asks on the terminal for a line that stays unseen, as `sudo` asks for a password.
 * @param question without its colon
 * @throws {UserError} if it is ended by Ctrl-C or Ctrl-D
 */
export async function hiddenLine(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Only now the terminal shows nothing by itself: who answers at once is not seen either.
  process.stderr.write(`${question}: `);
  const ended = new AbortController();
  terminal.once("SIGINT", () => ended.abort());
  terminal.once("close", () => ended.abort());
  try {
    return await terminal.question("", { signal: ended.signal });
  } catch (error) {
    throw ended.signal.aborted ? new UserError("no value was given; nothing was changed.") : error;
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
