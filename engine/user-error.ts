/** Something the person at the terminal can mend: its message is shown alone, without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
