// The real engine runs an empty program, and writes its history into a folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureEngine } from "../../engine/toolchain/ensure";
import { plainProject } from "../testing/plain-project";
import { policyProblems } from "./policies";

describe("a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-policies-"));
  const home = join(folder, "home");
  let variables: NodeJS.ProcessEnv;
  let pack: string;

  const pulumi = (...args: readonly string[]) =>
    execFileSync("pulumi", [...args, "--stack", "staging", "--non-interactive"], {
      cwd: folder,
      env: variables,
      stdio: "pipe",
    });

  beforeAll(async () => {
    const tool = await ensureEngine({ report: () => undefined });
    ({ variables, policies: pack } = plainProject({ folder, beside: folder, home, pulumi: tool, program: "" }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("that is not there yet, or of which no up was made, has nothing to say", () => {
    expect(policyProblems(folder, "staging", variables)).toEqual([]);
    execFileSync("pulumi", ["stack", "init", "staging"], { cwd: folder, env: variables, stdio: "pipe" });
    expect(policyProblems(folder, "staging", variables)).toEqual([]);
  });

  it("that was brought up without policies says so, until it is brought up with them", () => {
    pulumi("up", "--yes", "--skip-preview");
    expect(policyProblems(folder, "staging", variables)).toEqual([
      {
        path: "policies",
        message: expect.stringMatching(
          /^the last up, of \d{4}-.*, ran without policies: .*: pulumi preview -s staging --policy-pack policies\.$/,
        ) as string,
      },
    ]);
    pulumi("up", "--yes", "--skip-preview", "--policy-pack", pack);
    expect(policyProblems(folder, "staging", variables)).toEqual([]);
  });

  it("says so again once it was brought up without", () => {
    pulumi("up", "--yes", "--skip-preview");
    expect(policyProblems(folder, "staging", variables)).toHaveLength(1);
  });
});
