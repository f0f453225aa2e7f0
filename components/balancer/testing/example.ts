import type { MigrationPlan, Stage } from "../plan";

export function stageOf(name: string, share: number, changes: Partial<Stage> = {}): Stage {
  return {
    name,
    weights: { old: 100 - share, new: share },
    soakSeconds: 600,
    gate: { leastRequests: 100, mostErrorsPercent: 1, mostMilliseconds: 500 },
    ...changes,
  };
}

/** From `example`, the older system, to `aws`, with the names that HAProxy has for them (docs/system.md). */
export const PLAN = {
  name: "monolith",
  host: "www.example.com",
  servers: {
    old: { name: "example", address: "10.0.0.7", port: 80 },
    new: { name: "aws", address: "frontend.example.com", port: 80 },
  },
  check: { path: "/health" },
  stickiness: { kind: "cookie", seconds: 3_600 },
  drainSeconds: 3_600,
  stages: [stageOf("tenth", 10), stageOf("half", 50), stageOf("all", 100, { back: "start" })],
} as const satisfies MigrationPlan;
