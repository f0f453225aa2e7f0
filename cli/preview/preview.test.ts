import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunFailed } from "../../engine/pulumi/run";
import { UserError } from "../../engine/user-error";
import { ROOT } from "../folders";
import { seen } from "../report/testing/changes";
import { previewed } from "./previewed";
import { secretsOf } from "./secrets";

/** @returns the code it ended with, and what it said */
function preview(...args: readonly string[]): readonly [code: number, text: string] {
  const options = { cwd: ROOT, encoding: "utf8", stdio: "pipe" } as const;
  try {
    return [0, execFileSync(process.execPath, [join(ROOT, "cli", "thoughts.mjs"), "preview", ...args], options)];
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return [status, `${stdout}${stderr}`];
  }
}

describe("a preview that can't be made", () => {
  it.each([
    [
      "an unknown stack",
      ["stage"],
      "there is no stack stage that can be previewed; use one or more of local, staging,",
    ],
    ["a base that is not there", ["staging", "--base", "nowhere"], '"nowhere" names no commit of this clone'],
    ["a base of what is up here", ["local", "--base", "HEAD"], "--base HEAD is for stacks on AWS; local is compared"],
    ["what is deployed of what is up here", ["--deployed"], "--deployed is for staging and production; leave it out"],
    ["what is deployed of an example", ["staging", "--deployed"], "still has the repository's examples"],
    ["a commit and what is deployed", ["staging", "--deployed", "--base", "HEAD"], "cannot be used with option"],
    ["a file without a format", ["staging", "--out", "x.md"], "--out x.md needs one of --markdown, --json, --html"],
    ["a folder that is not there", ["staging", "--json", "--out", "no/such/x"], "--out no/such/x can't be written"],
    ["two formats at once", ["staging", "--json", "--html"], "cannot be used with option"],
  ])("is refused at once: %s", (_, args, words) => {
    const [code, text] = preview(...args);
    expect(text).toContain(words);
    expect(text).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });
});

describe("a preview that fails", () => {
  it("is a result with what was seen until then, and without files of this machine", async () => {
    const until = seen({ same: 12 });
    const failed = new RunFailed(
      "pulumi preview failed; all it said is in /home/me/x.log.\nimage-version: none",
      [],
      until,
    );
    expect(await previewed(() => Promise.reject(failed))).toEqual({ seen: until, failure: "image-version: none" });
  });

  it("names files as the repository does, and not the calls that led to it", async () => {
    const text = `Error: no such service\n    at run (${ROOT}/x.ts:1)\nsee ${ROOT}/stacks/index.ts`;
    const { failure } = await previewed(() => Promise.reject(new UserError(text)));
    expect(failure).toBe("Error: no such service\nsee stacks/index.ts");
  });

  it("is a result if the program is refused before anything is seen", async () => {
    const refused = () => Promise.reject(new UserError("it does not compile"));
    expect(await previewed(refused)).toEqual({ seen: seen(), failure: "it does not compile" });
  });

  it("is an error if the mistake is ours", async () => {
    await expect(previewed(() => Promise.reject(new TypeError("ours")))).rejects.toThrow(TypeError);
  });
});

describe("the command's own secrets", () => {
  it("are the values of variables that are called so", () => {
    const environment = { GITHUB_TOKEN: "a", AWS_SECRET_ACCESS_KEY: "b", PATH: "c", DB_PASSWORD: "d", EMPTY_TOKEN: "" };
    expect(secretsOf(environment)).toEqual(["a", "b", "d"]);
  });
});
