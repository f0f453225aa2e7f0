/** Opens a page in the browser of this machine, or says that somebody has to. */
export async function openBrowser(url: string): Promise<void> {
  try {
    await (await import("open")).default(url);
  } catch {
    console.log(`This machine has no program that opens a browser; open ${url} yourself.`);
  }
}
