import {
  type Hold,
  type MigrationPlan,
  otherSide,
  type Placement,
  placementsAt,
  type Position,
  positionsOf,
  type Side,
  type StageGate,
  START,
} from "../components/balancer/plan";
import { type Refusal, refused } from "./refusal";

/** Where a migration of traffic stands. */
export interface Standing {
  /** The name of the position; `start` before the first stage. */
  readonly stage: string;
  /** Since when, in UTC. */
  readonly since: string;
  readonly hold?: Hold | undefined;
  /** What each balancer had counted of the new server by then, by the balancer's name. */
  readonly counted: Readonly<Record<string, Counters>>;
}

/** What a balancer counts of a server since it started. */
export interface Counters {
  readonly requests: number;
  readonly errors: number;
}

/** What a balancer says of a server now. */
export interface ServerReading extends Counters {
  /** Whether its checks pass. */
  readonly healthy: boolean;
  readonly placement: Placement;
  /** Sessions that it has. */
  readonly sessions: number;
  /** The mean time of its latest answers. */
  readonly milliseconds: number;
}

/** What each balancer says, by its name. */
export type Readings = Readonly<Record<string, Readonly<Record<Side, ServerReading>>>>;

export type TrafficMove = { readonly kind: "move"; readonly to: Pick<Standing, "stage" | "hold"> } | Refusal;

export function positionOf(plan: MigrationPlan, { stage }: Pick<Standing, "stage">): Position | undefined {
  return positionsOf(plan).find(({ name }) => name === stage);
}

/** The next stage, once the soak of this one is over and its gate is open. */
export function nextTraffic(plan: MigrationPlan, standing: Standing, readings: Readings, now: Date): TrafficMove {
  const positions = positionsOf(plan);
  const index = positions.findIndex(({ name }) => name === standing.stage);
  const next = positions[index + 1];
  if (next === undefined) {
    return refused(`${standing.stage} is the last stage; all requests go to ${plan.servers.new.name}.`);
  }
  const reasons = [
    ...(standing.hold === undefined
      ? []
      : [
          `${plan.servers[standing.hold.side].name} is held in ${standing.hold.state}; npx thoughts migrate ready ends that`,
        ]),
    ...unhealthy(plan, "new", readings),
    ...elsewhere(plan, standing, readings),
    ...soaking(positions[index], standing, now),
    ...closedGate(positions[index]?.stage?.gate, standing, readings),
  ];
  return reasons.length === 0
    ? { kind: "move", to: { stage: next.name } }
    : refused(`${next.name} can't begin yet: ${reasons.join("; ")}. Traffic stays at ${standing.stage}.`);
}

/** The stage that the way back of this one leads to. It takes off what is held, and waits for nothing but a server that is up. */
export function backTraffic(plan: MigrationPlan, standing: Standing, readings: Readings): TrafficMove {
  const positions = positionsOf(plan);
  const index = positions.findIndex(({ name }) => name === standing.stage);
  const [start] = positions;
  const before = positions[index - 1];
  if (before === undefined) {
    return refused(`${START} is where the plan begins; all requests go to ${plan.servers.old.name} already.`);
  }
  const to = positions[index]?.stage?.back === "start" ? start : before;
  const reasons = unhealthy(plan, "old", readings);
  return reasons.length === 0
    ? { kind: "move", to: { stage: to.name } }
    : refused(
        `${to.name} can't begin: ${reasons.join("; ")}. Traffic stays at ${standing.stage}. Repair that server first.`,
      );
}

/** Takes a server out by hand: the other one gets all requests, so it must have a share, and be up. */
export function holdTraffic(
  plan: MigrationPlan,
  standing: Standing,
  hold: Hold,
  readings: Readings,
  now: Date,
): TrafficMove {
  const other = otherSide(hold.side);
  const { name } = plan.servers[hold.side];
  const share = positionOf(plan, standing)?.weights[other] ?? 0;
  const reasons = [
    ...(share > 0 ? [] : [`${plan.servers[other].name} has no share at ${standing.stage}, so nobody would serve`]),
    ...unhealthy(plan, other, readings),
    ...(standing.hold?.side === other ? [`${plan.servers[other].name} is held in ${standing.hold.state} already`] : []),
    ...(hold.side === "old" && hold.state === "maint" ? draining(plan, standing, readings, now) : []),
  ];
  return reasons.length === 0
    ? { kind: "move", to: { stage: standing.stage, hold } }
    : refused(`${name} can't be taken out: ${reasons.join("; ")}. Traffic stays as it is. Move on or back first.`);
}

/**
 * What the old server would lose if it were taken off while it drains. The new one, which may be broken, may be taken off at
 * once: that is the way out of a bad stage.
 */
function draining(plan: MigrationPlan, standing: Standing, readings: Readings, now: Date): readonly string[] {
  const { drainSeconds, servers, stickiness } = plan;
  const hasShare = positionOf(plan, standing)?.weights.old !== 0 && standing.hold?.side !== "old";
  const left = Math.ceil(drainSeconds - (now.getTime() - Date.parse(standing.since)) / 1_000);
  const sessions = Object.values(readings).reduce((sum, { old }) => sum + old.sessions, 0);
  return hasShare || left <= 0 || (sessions === 0 && stickiness.kind !== "cookie")
    ? []
    : [`${servers.old.name} has ${sessions} sessions, and ${left} s of its drain of ${drainSeconds} s are left`];
}

/** Ends what is held, and puts each balancer where the stage says. */
export function readyTraffic(standing: Standing): TrafficMove {
  return { kind: "move", to: { stage: standing.stage } };
}

function unhealthy(plan: MigrationPlan, side: Side, readings: Readings): readonly string[] {
  return Object.entries(readings)
    .filter(([, reading]) => !reading[side].healthy)
    .map(([balancer, reading]) =>
      reading[side].placement.state === "maint"
        ? `${plan.servers[side].name} is in maintenance at ${balancer}; npx thoughts migrate ready ends that`
        : `${plan.servers[side].name} fails the checks of ${balancer}`,
    );
}

/** Balancers that do something else than the stage says, such as after a change by hand. */
export function elsewhere(plan: MigrationPlan, standing: Standing, readings: Readings): readonly string[] {
  const position = positionOf(plan, standing);
  const wanted = position && placementsAt(position, standing.hold);
  return Object.entries(readings)
    .filter(
      ([, { old, new: next }]) => wanted && !(isSame(old.placement, wanted.old) && isSame(next.placement, wanted.new)),
    )
    .map(
      ([balancer]) =>
        `${balancer} does something else than ${standing.stage}; npx thoughts migrate ready puts it right`,
    );
}

function isSame(one: Placement, other: Placement): boolean {
  return one.state === other.state && (one.state !== "ready" || other.state !== "ready" || one.weight === other.weight);
}

function soaking(position: Position | undefined, { since }: Standing, now: Date): readonly string[] {
  const soak = position?.stage?.soakSeconds ?? 0;
  const left = Math.ceil(soak - (now.getTime() - Date.parse(since)) / 1_000);
  return left > 0 ? [`${left} s of its soak of ${soak} s are left`] : [];
}

function closedGate(gate: StageGate | undefined, standing: Standing, readings: Readings): readonly string[] {
  if (gate === undefined) {
    return [];
  }
  const { requests, errors } = countedSince(standing, readings);
  if (requests < gate.leastRequests) {
    return [`the new server has had ${requests} requests, and ${gate.leastRequests} are needed to judge it`];
  }
  const percent = (errors / requests) * 100;
  const slowest = Math.max(...Object.values(readings).map((reading) => reading.new.milliseconds));
  const { mostErrorsPercent: most, mostMilliseconds = Infinity } = gate;
  return [
    ...(percent > most
      ? [`${Number(percent.toFixed(2))} % of ${requests} requests failed, and ${most} % are allowed`]
      : []),
    ...(slowest > mostMilliseconds ? [`answers take ${slowest} ms, and ${mostMilliseconds} ms are allowed`] : []),
  ];
}

/** What the new server was asked since the stage began. A balancer that counts less than then was started again. */
export function countedSince({ counted }: Standing, readings: Readings): Counters {
  const parts = Object.entries(readings).map(([balancer, { new: now }]) => {
    const before = counted[balancer];
    const wasRestarted = before === undefined || now.requests < before.requests || now.errors < before.errors;
    return wasRestarted ? now : { requests: now.requests - before.requests, errors: now.errors - before.errors };
  });
  const sum = (of: (part: Counters) => number) => parts.reduce((total, part) => total + of(part), 0);
  return { requests: sum(({ requests }) => requests), errors: sum(({ errors }) => errors) };
}
