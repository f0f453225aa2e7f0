import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { PLAN } from "../../components/balancer/testing/example";
import { readPlan, readStanding, standingFile } from "./plan-file";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-plan-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const balancer = (name: string) => ({
  name,
  listen: { address: "0.0.0.0", port: 80 },
  statistics: { address: "127.0.0.1", port: 8_001 },
  socket: `/run/haproxy/${name}.sock`,
  configuration: `/etc/haproxy/${name}.cfg`,
});
const balancers = [balancer("first"), balancer("second")];

function written(content: unknown): string {
  const file = join(folder, "migration.yaml");
  writeFileSync(file, typeof content === "string" ? content : stringify(content));
  return file;
}

describe("the file of a plan", () => {
  it("has the plan and two balancers, and is read as it was written", () => {
    expect(readPlan(written({ ...PLAN, balancers }))).toMatchObject({ plan: PLAN, balancers });
  });

  it.each<[unknown, string]>([
    ["a: [", "is no YAML"],
    [{ ...PLAN, balancers: [balancer("first")] }, "balancers"],
    [{ ...PLAN, balancers, stages: [] }, "stages"],
    [{ ...PLAN, balancers, soak: 3 }, "soak"],
    [{ ...PLAN, balancers: [balancer("first"), balancer("first")] }, "balancers.1.socket: "],
    [{ ...PLAN, balancers, drainSeconds: 60 }, "drainSeconds: 60 is shorter than stickiness.seconds (3600)"],
  ])("is refused, and nothing moves: %j", (content, problem) => {
    expect(() => readPlan(written(content))).toThrow(problem);
  });

  it("stands at the start, until there is a file of where it stands, which has to name a stage", () => {
    const planFile = readPlan(written({ ...PLAN, balancers }));
    expect(readStanding(planFile, new Date(0)).stage).toBe("start");
    writeFileSync(
      standingFile(planFile),
      JSON.stringify({ stage: "third", since: "2026-11-30T08:00:00Z", counted: {} }),
    );
    expect(() => readStanding(planFile, new Date(0))).toThrow("its stages are start, tenth, half, all");
  });
});
