/** The day by which commands judge what has an end, `2026-11-25`: as in the program, another one than the clock's can be set. */
export function today(): string {
  return process.env.THOUGHTS_TODAY ?? new Date().toISOString().slice(0, 10);
}
