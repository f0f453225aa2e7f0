import { readFileSync } from "node:fs";
import { UserError } from "../engine/user-error";

/** The text of a file that somebody has named. @throws {UserError} if it can't be read */
export function textOfFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? ""}); name a file.`);
  }
}
