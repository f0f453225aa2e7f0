import type { ReadStream } from "node:tty";

/** Ctrl-C: in raw mode the terminal makes no signal of it. */
const INTERRUPT = "\u0003";

/**
 * Waits until the command is to end: by `q`, Ctrl-C, or a signal.
 * @param input a terminal, whose keystrokes are read one by one. @default - undefined: there is none
 * @param onOpen called when `o` is pressed
 */
export async function untilEnd(input: ReadStream | undefined, onOpen: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    // npm hands on the signal that the terminal sent already: the second one must not end what the first one began.
    process.on("SIGINT", resolve).on("SIGTERM", resolve).on("SIGHUP", resolve);
    input?.setRawMode(true).setEncoding("utf8");
    input?.on("data", (key: string) => {
      if (key === "o") {
        onOpen();
      } else if (key === "q" || key === INTERRUPT) {
        resolve();
      }
    });
  });
  input?.setRawMode(false).pause();
}
