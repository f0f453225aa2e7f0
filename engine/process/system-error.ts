import { getSystemErrorMap } from "node:util";

/** What only people can change: their rights, and the room on their disks. Others may be mistakes of ours. */
const OF_THE_MACHINE = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"]);

/**
 * Why the operating system refused something: `permission denied (EACCES)`
 * @returns undefined for other errors
 */
export function systemErrorText(error: unknown): string | undefined {
  const { code, errno } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException;
  const [, text] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? [];
  return text === undefined ? undefined : `${text} (${code ?? ""})`;
}

/**
 * What a person is told of a file that the machine does not let us read or write.
 * @returns undefined for other errors, which keep their stack trace
 */
export function refusedFileText(error: unknown): string | undefined {
  const { code = "", path, syscall = "use" } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException;
  const reason = systemErrorText(error);
  return reason === undefined || path === undefined || !OF_THE_MACHINE.has(code)
    ? undefined
    : `${path}: ${reason}, at ${syscall}. Give yourself the right to it, or make room, and run this again.`;
}
