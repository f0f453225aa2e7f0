import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BuildPlan, type PlannedPackage } from "./go-plan";

const OTHER = { folder: "/modules/1", module: "/other" };
const MODULE = { folder: "/modules/0", module: "/module" };

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-plan-"));
  vi.useFakeTimers({ now: 0, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe("the progress of a build", () => {
  it("counts the packages that have to be compiled, and no others", () => {
    const plan = planned([made("a", 100), made("b", 100), { ...made("cached", 100), stale: false }]);
    plan.begun(MODULE, "a");
    plan.begun(MODULE, "cached");
    plan.begun(MODULE, "# a line that names no package");
    expect(plan.step()).toMatchObject({ phase: "packages", done: 1, of: 3 });
  });

  it("counts a package of the standard library once, for all modules", () => {
    const plan = planned([{ ...made("fmt", 100), standard: true }]);
    plan.add(OTHER, [], [{ ...made("fmt", 100), standard: true }, made("a", 100)]);
    expect(plan.step()).toMatchObject({ of: 3 });
    plan.begun(OTHER, "fmt");
    expect(plan.step()).toMatchObject({ done: 1 });
  });

  it("counts a package that two commands need once, if they are of the same module", () => {
    const plan = planned([made("a", 100)]);
    plan.add({ ...MODULE, folder: "/modules/2" }, [], [made("a", 100)]);
    expect(plan.step()).toMatchObject({ of: 2 });
  });

  it("counts what a command did not begin as done once it has ended", () => {
    const plan = planned([made("a", 100)]);
    plan.begun(MODULE, "a");
    plan.ended(MODULE);
    expect(plan.step()).toMatchObject({ phase: "linking" });
  });

  it("tells what is left by the size of the sources and the time that the others took", () => {
    const plan = planned([made("small", 100), made("large", 900)]);
    vi.setSystemTime(60_000);
    plan.begun(MODULE, "small");
    const { secondsLeft } = plan.step() as { secondsLeft: number };
    // A tenth is compiled in a minute; linking comes on top.
    expect(secondsLeft).toBeGreaterThan(9 * 60);
    expect(secondsLeft).toBeLessThan(12 * 60);
  });

  it("tells nothing of what is left before there is a rate", () => {
    expect(planned([made("a", 100)]).step()).toMatchObject({ secondsLeft: undefined });
  });

  it("tells who waits when the last package of a module is begun, and not before", async () => {
    const plan = planned([made("a", 100), made("b", 100), { ...made("fmt", 100), standard: true }]);
    let all = false;
    const begun = plan.allBegun(MODULE).then(() => (all = true));
    ["a", "a", "fmt", "example/cmd/tool"].forEach((path) => plan.begun(MODULE, path));
    await Promise.resolve();
    expect(all).toBe(false);
    plan.begun(MODULE, "b");
    await begun;
    expect(all).toBe(true);
  });

  it("is linking once all packages are begun, and names the programs that are not there yet", () => {
    const plan = planned([made("a", 100)]);
    plan.begun(MODULE, "a");
    plan.begun(MODULE, "example/cmd/tool");
    expect(plan.step()).toMatchObject({ phase: "linking", programs: ["tool"] });
    writeFileSync(join(folder, "tool"), "");
    expect(plan.step()).toMatchObject({ phase: "linking", programs: [], secondsLeft: 0 });
  });
});

/** A plan for the program `tool`, which is made of the packages. */
function planned(packages: readonly PlannedPackage[]): BuildPlan {
  const plan = new BuildPlan(folder);
  const tool = { ...made("example/cmd/tool", 0), deps: packages.map(({ path }) => path) };
  plan.add(MODULE, [{ program: "tool", path: "./cmd/tool" }], [...packages, tool]);
  return plan;
}

/** A package of that many bytes. */
function made(path: string, bytes: number): PlannedPackage {
  const file = join(folder, `${path.replaceAll("/", "-")}.go`);
  writeFileSync(file, "x".repeat(bytes));
  return { path, standard: false, stale: true, files: [file] };
}
