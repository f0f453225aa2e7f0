import { type Placement, positionsOf, SIDES } from "../../components/balancer/plan";
import {
  backTraffic,
  countedSince,
  elsewhere,
  nextTraffic,
  type Readings,
  type Standing,
  type TrafficMove,
} from "../../release/traffic-move";
import { table } from "../table";
import type { PlanFile } from "./plan-file";

/** Where the plan stands, what each balancer says, and what comes next. */
export function standingText({ plan }: PlanFile, standing: Standing, readings: Readings, now: Date): string {
  const stages = positionsOf(plan).map(({ name, weights }) => [
    `${name === standing.stage ? "●" : "○"} ${name}`,
    `${plan.servers.old.name} ${weights.old} %`,
    `${plan.servers.new.name} ${weights.new} %`,
  ]);
  const servers = Object.entries(readings).flatMap(([balancer, reading]) =>
    SIDES.map((side) => {
      const { placement, healthy, sessions } = reading[side];
      const health = placement.state === "maint" ? "not checked" : healthy ? "up" : "down";
      return [balancer, plan.servers[side].name, placementText(placement), health, `${sessions} sessions`];
    }),
  );
  const { requests, errors } = countedSince(standing, readings);
  return [
    `${plan.name}: ${standing.stage} since ${standing.since}`,
    ...table(stages).map((line) => `  ${line}`),
    ...table(servers).map((line) => `  ${line}`),
    `  ${plan.servers.new.name} since then: ${requests} requests, ${errors} of them failed`,
    ...elsewhere(plan, standing, readings).map((line) => `  ! ${line}`),
    "",
    `  npx thoughts migrate next    ${moveText(nextTraffic(plan, standing, readings, now))}`,
    `  npx thoughts migrate back    ${moveText(backTraffic(plan, standing, readings))}`,
  ].join("\n");
}

function placementText(placement: Placement): string {
  return placement.state === "ready" ? `ready, weight ${placement.weight}` : placement.state;
}

function moveText(move: TrafficMove): string {
  return move.kind === "refused" ? `not now: ${move.reason}` : move.to.stage;
}
