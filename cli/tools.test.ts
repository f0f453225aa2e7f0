import { describe, expect, it } from "vitest";
import type { BuildStep } from "../engine/toolchain/tool";
import { buildText } from "./tools";

describe("the line about a build", () => {
  it.each<readonly [BuildStep, string]>([
    [{ phase: "planning" }, "asking Go what is needed"],
    [{ phase: "modules", done: 12, of: 300 }, "downloading modules, 12 of 300"],
    [{ phase: "packages", done: 812, of: 2310 }, "812 of 2310 packages compiled"],
    [{ phase: "packages", done: 812, of: 2310, secondsLeft: 301 }, "812 of 2310 packages compiled, about 6 min left"],
    [{ phase: "linking", programs: ["pulumi"], secondsLeft: 8 }, "linking pulumi, less than a minute left"],
  ])("%j", (step, text) => {
    const line = buildText({ kind: "building", names: ["pulumi", "etcd"], step });
    expect(line).toBe(`building pulumi, etcd from Go modules: ${text}`);
  });
});
