import { renderHaproxy } from "../../components/balancer/haproxy";
import { placementsAt, positionsOf } from "../../components/balancer/plan";
import { writeWhole } from "../../engine/process/file";
import { UserError } from "../../engine/user-error";
import { positionOf, type Readings, type Standing } from "../../release/traffic-move";
import { type PlanFile, writeStanding } from "./plan-file";
import { place, read } from "./runtime";

/** What both balancers say. @throws {UserError} that names the one that does not answer */
export async function readPair({ plan, balancers }: PlanFile): Promise<Readings> {
  const entries = await Promise.all(balancers.map(async (one) => [one.name, await read(one, plan)] as const));
  return Object.fromEntries(entries);
}

/** What both servers do where the plan stands. */
function placementsOf({ plan }: PlanFile, standing: Pick<Standing, "stage" | "hold">) {
  return placementsAt(positionOf(plan, standing) ?? positionsOf(plan)[0], standing.hold);
}

/** Writes what each balancer starts with, so that one that is started again does what the other one does. */
export function writeConfigurations(planFile: PlanFile, standing: Pick<Standing, "stage" | "hold">): void {
  for (const one of planFile.balancers) {
    writeWhole(one.configuration, renderHaproxy(planFile.plan, placementsOf(planFile, standing), one), 0o644);
  }
}

/**
 * Moves both balancers, and writes where the plan stands; or leaves both where they were.
 * @throws {UserError} that names the balancer that failed
 */
export async function movePair(
  planFile: PlanFile,
  from: Standing,
  readings: Readings,
  to: Pick<Standing, "stage" | "hold">,
  now: Date,
): Promise<Standing> {
  const { plan, balancers } = planFile;
  const wanted = placementsOf(planFile, to);
  const moved: PlanFile["balancers"][number][] = [];
  try {
    for (const one of balancers) {
      moved.push(one);
      await place(one, plan, wanted);
    }
    const counted = Object.fromEntries(
      Object.entries(readings).map(([name, { new: server }]) => {
        const { requests, errors } = server;
        return [name, { requests, errors }];
      }),
    );
    const { hold } = to;
    const standing = { stage: to.stage, since: now.toISOString(), ...(hold && { hold }), counted };
    writeConfigurations(planFile, to);
    writeStanding(planFile, standing);
    return standing;
  } catch (error) {
    const isWritten = writesBack(planFile, from);
    const stuck = [...(await notPlaced(planFile, moved, readings)), ...(isWritten ? [] : ["their configurations"])];
    const rest = stuck.length === 0 ? "both balancers do what they did before" : `not taken back: ${stuck.join(", ")}`;
    throw new UserError(`${(error as Error).message}\nThe move to ${to.stage} was taken back: ${rest}.`);
  }
}

/** Has balancers do what they said before. @returns the names of those that do not */
async function notPlaced(
  { plan }: PlanFile,
  moved: readonly PlanFile["balancers"][number][],
  before: Readings,
): Promise<readonly string[]> {
  const failures = moved.map(async (one) => {
    const reading = before[one.name];
    if (reading === undefined) {
      return [];
    }
    const placements = { old: reading.old.placement, new: reading.new.placement };
    return place(one, plan, placements).then(
      () => [],
      () => [one.name],
    );
  });
  return (await Promise.all(failures)).flat();
}

/** Once more what the balancers started with before. @returns whether it could be written */
function writesBack(planFile: PlanFile, standing: Standing): boolean {
  try {
    writeConfigurations(planFile, standing);
    return true;
  } catch {
    return false;
  }
}
