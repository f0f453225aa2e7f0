import { UserError } from "../engine/user-error";

/** The day by which commands judge what has an end, `2026-11-25`: as in the program, another one than the clock's can be set. */
export function today(): string {
  return process.env.THOUGHTS_TODAY ?? new Date().toISOString().slice(0, 10);
}

/**
 * Before something in an account is changed that was judged by the day.
 * @throws {UserError} if it was another one than the clock's
 */
export function demandClock(): void {
  const { THOUGHTS_TODAY: given } = process.env;
  if (given !== undefined) {
    throw new UserError(
      `THOUGHTS_TODAY is ${given} here, which is for tests, and accounts are judged by the clock; take it out of your shell: unset THOUGHTS_TODAY.`,
    );
  }
}
