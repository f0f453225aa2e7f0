import { createInterface } from "node:readline/promises";

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY;
}

/** Asks on the terminal. Only a yes is one: Enter alone is a no. @param question without its question mark */
export async function agreed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
