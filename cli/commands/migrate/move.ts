import type { Hold, Side } from "../../../components/balancer/plan";
import { withLock } from "../../../engine/process/lock";
import { UserError } from "../../../engine/user-error";
import {
  backTraffic,
  holdTraffic,
  nextTraffic,
  type Readings,
  readyTraffic,
  type Standing,
  type TrafficMove,
} from "../../../release/traffic-move";
import { movePair, readPair, writeConfigurations } from "../../balancer/pair";
import { type PlanFile, readPlan, readStanding } from "../../balancer/plan-file";
import { standingText } from "../../balancer/text";

export interface MigrateOptions {
  /** The plan's file. */
  readonly plan: string;
}

/** `migrate status`: where the plan stands. Changes nothing. */
export async function status({ plan: file }: MigrateOptions): Promise<void> {
  const planFile = readPlan(file);
  const now = new Date();
  console.log(standingText(planFile, readStanding(planFile, now), await readPair(planFile), now));
}

/** `migrate render`: writes what both balancers start with, at the stage where the plan stands. */
export function render({ plan: file }: MigrateOptions): void {
  const planFile = readPlan(file);
  writeConfigurations(planFile, readStanding(planFile, new Date()));
  console.log(planFile.balancers.map(({ name, configuration }) => `${name}: ${configuration}`).join("\n"));
}

/** `migrate next`: the next stage, if the soak is over and the gate is open. */
export function next(options: MigrateOptions): Promise<void> {
  return move(options, ({ plan }, standing, readings, now) => nextTraffic(plan, standing, readings, now));
}

/** `migrate back`: where the stage's way back leads. */
export function back(options: MigrateOptions): Promise<void> {
  return move(options, ({ plan }, standing, readings) => backTraffic(plan, standing, readings));
}

/** `migrate drain` and `migrate maintenance`: takes one server out. */
export function hold(side: Side, state: Hold["state"], options: MigrateOptions): Promise<void> {
  return move(options, ({ plan }, standing, readings, now) =>
    holdTraffic(plan, standing, { side, state }, readings, now),
  );
}

/** `migrate ready`: puts both servers on both balancers where the stage says. */
export function ready(options: MigrateOptions): Promise<void> {
  return move(options, (_, standing) => readyTraffic(standing));
}

type Decide = (planFile: PlanFile, standing: Standing, readings: Readings, now: Date) => TrafficMove;

async function move({ plan: file }: MigrateOptions, decide: Decide): Promise<void> {
  const planFile = readPlan(file);
  const onWait = (pid: number) => console.log(`process ${pid} works on ${file}; waiting until it has ended`);
  await withLock(
    `${file}.lock`,
    async () => {
      const now = new Date();
      const standing = readStanding(planFile, now);
      const readings = await readPair(planFile);
      const decided = decide(planFile, standing, readings, now);
      if (decided.kind === "refused") {
        throw new UserError(decided.reason);
      }
      const moved = await movePair(planFile, standing, readings, decided.to, now);
      console.log(standingText(planFile, moved, await readPair(planFile), now));
    },
    { onWait },
  );
}
