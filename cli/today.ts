/** The day by which is judged what has an end, `2026-11-25`: the clock's, or the one that tests are given. */
export function today(): string {
  return process.env.THOUGHTS_TODAY ?? new Date().toISOString().slice(0, 10);
}
