import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusedFileText } from "../engine/process/system-error";
import { ROOT } from "./folders";
import { writeOutput } from "./output-place";

const folder = mkdtempSync(join(tmpdir(), "thoughts-output-"));
const file = join(folder, "file");
const locked = join(folder, "locked");

/** @returns the code it ended with, and what it said */
function thoughts(...args: readonly string[]): readonly [code: number, text: string] {
  try {
    const options = { cwd: ROOT, encoding: "utf8", stdio: "pipe" } as const;
    return [0, execFileSync(process.execPath, [join(ROOT, "cli", "thoughts.mjs"), ...args], options)];
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return [status, `${stdout}${stderr}`];
  }
}

/** Does something as a user without rights, because root may write everywhere. */
function asNobody(work: () => void): void {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65_534);
  try {
    work();
  } finally {
    if (user === 0) process.seteuid?.(0);
  }
}

beforeAll(() => {
  writeFileSync(file, "before");
  mkdirSync(locked);
  chmodSync(folder, 0o755);
  chmodSync(locked, 0o555);
  // The first start makes the command's bundle, and says so.
  thoughts("--help");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("a place that can't be written", () => {
  const NOWHERE = join(folder, "nope", "x");
  const BELOW_A_FILE = join(file, "x");

  it.each([
    ["versions", ["--out", NOWHERE], "no such file or directory (ENOENT)"],
    ["versions", ["--out", folder], "it is a folder"],
    ["versions", ["--out", BELOW_A_FILE], "not a directory (ENOTDIR)"],
    ["versions", ["--out", "/dev/null"], "it is no file"],
    ["versions", ["--out", join(folder, "x".repeat(300))], "name too long (ENAMETOOLONG)"],
    ["preview", ["staging", "--json", "--out", folder], "it is a folder"],
    ["plot", ["--to", NOWHERE], "no such file or directory (ENOENT)"],
    ["render", ["staging", "--to", file], "not a directory (ENOTDIR)"],
    ["render", ["staging", "--to", BELOW_A_FILE], "not a directory (ENOTDIR)"],
    ["ci", ["pull-request", "--base", "HEAD", "--checks", "none", "--out", file], "not a directory (ENOTDIR)"],
  ])("is one clear error: %s %j", (command, args, reason) => {
    const [code, text] = thoughts(command, ...args);
    expect(text.trim()).toBe(
      `${args.slice(-2).join(" ")} can't be written: ${reason}. Name a place that is there and that you may write.`,
    );
    expect(code).toBe(1);
  });

  it("is also one where the right to it is missing, which is said of a folder and of a file in it", () => {
    const reason = "can't be written: permission denied (EACCES)";
    asNobody(() => {
      expect(() => {
        writeOutput({ option: "--out", path: join(locked, "x") }, "text");
      }).toThrow(reason);
      expect(() => {
        writeOutput({ option: "--out", path: file }, "text");
      }).toThrow(reason);
    });
    expect(readFileSync(file, "utf8")).toBe("before");
  });

  it("leaves a symbolic link where it is, and writes what it names", () => {
    const link = join(folder, "link");
    symlinkSync(file, link);
    writeOutput({ option: "--out", path: link }, "after");
    expect(readFileSync(file, "utf8")).toBe("after");
    writeOutput({ option: "--out", path: join(folder, "new") }, "text");
    expect(readFileSync(join(folder, "new"), "utf8")).toBe("text");
  });
});

describe("a file that the machine does not let us use", () => {
  it("is told in one line, and a mistake of ours is not", () => {
    asNobody(() => {
      expect(refusedFileText(errorOf(() => writeFileSync(join(locked, "x"), "")))).toBe(
        `${join(locked, "x")}: permission denied (EACCES), at open. Give yourself the right to it, or make room, and run this again.`,
      );
    });
    expect(refusedFileText(errorOf(() => readFileSync(join(folder, "gone"))))).toBeUndefined();
    expect(refusedFileText(new TypeError("ours"))).toBeUndefined();
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
