/** How often a long step says that it goes on: often enough for a screen, seldom enough for a log. */
const TICK_MS = process.stdout.isTTY ? 1_000 : 15_000;

/**
 * Says at once and then again and again how many seconds have gone by.
 * @returns what ends it
 */
export function ticking(say: (seconds: number) => void): () => void {
  const start = Date.now();
  say(0);
  const timer = setInterval(() => say(Math.round((Date.now() - start) / 1000)), TICK_MS);
  return () => clearInterval(timer);
}
