import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { checkHaproxyProcess, type HaproxyProcess } from "../../components/balancer/haproxy";
import { type MigrationPlan, positionsOf, START } from "../../components/balancer/plan";
import { checkMigrationPlan } from "../../components/balancer/plan-check";
import { type Problem, problemText, under } from "../../components/base/problems";
import { writeWhole } from "../../engine/process/file";
import { UserError } from "../../engine/user-error";
import { positionOf, type Standing } from "../../release/traffic-move";
import { textOfFile } from "../given-file";
import type { Balancer } from "./runtime";

/** A balancer of a plan's file: a process, and the file that it starts with. */
export type Process = Balancer & HaproxyProcess & { readonly configuration: string };

export interface PlanFile {
  readonly file: string;
  readonly plan: MigrationPlan;
  /** Two, so that one may fail. */
  readonly balancers: readonly [Process, Process];
}

const server = z.strictObject({ name: z.string(), address: z.string(), port: z.number() });
const sides = <T extends z.ZodType>(of: T) => z.strictObject({ old: of, new: of });
const endpoint = z.strictObject({ address: z.string(), port: z.number() });
const stage = z.strictObject({
  name: z.string(),
  weights: sides(z.number()),
  soakSeconds: z.number(),
  gate: z.strictObject({
    leastRequests: z.number(),
    mostErrorsPercent: z.number(),
    mostMilliseconds: z.number().exactOptional(),
  }),
  back: z.enum(["previous", "start"]).exactOptional(),
});
const balancer = z.strictObject({
  name: z.string(),
  listen: endpoint,
  statistics: endpoint,
  socket: z.string(),
  configuration: z.string().startsWith("/"),
  log: z.enum(["stdout", "syslog"]).exactOptional(),
});

const schema = z.strictObject({
  name: z.string(),
  host: z.string(),
  servers: sides(server),
  check: z.strictObject({
    path: z.string(),
    status: z.number().exactOptional(),
    intervalSeconds: z.number().exactOptional(),
  }),
  stickiness: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("cookie"), seconds: z.number() }),
    z.strictObject({ kind: z.literal("source") }),
  ]),
  drainSeconds: z.number(),
  stages: z.tuple([stage], stage),
  balancers: z.tuple([balancer, balancer]),
});

/** @throws {UserError} with all that is wrong with it */
export function readPlan(file: string): PlanFile {
  const result = schema.safeParse(yamlOf(file));
  if (!result.success) {
    throw wrong(
      file,
      result.error.issues.map(({ path, message }) => ({
        path: path.join(".") || "plan",
        message: `${message}; see docs/balancer.md.`,
      })),
    );
  }
  const { balancers, ...plan } = result.data;
  const problems = [
    ...checkMigrationPlan(plan),
    ...balancers.flatMap((one, index) => under(`balancers.${index}`, checkHaproxyProcess(one))),
    ...sameTwice(balancers),
  ];
  if (problems.length > 0) {
    throw wrong(file, problems);
  }
  return { file, plan, balancers };
}

function sameTwice([one, other]: PlanFile["balancers"]): readonly Problem[] {
  return (["name", "socket", "configuration"] as const)
    .filter((field) => one[field] === other[field])
    .map((field) => ({
      path: `balancers.1.${field}`,
      message: `"${other[field]}" is the other balancer's too; two processes need one each.`,
    }));
}

function wrong(file: string, problems: readonly Problem[]): UserError {
  const lines = problems.map((problem) => `  - ${problemText(problem)}`);
  return new UserError(`the plan ${file} can't be used; traffic stays where it was.\n${lines.join("\n")}`);
}

function yamlOf(file: string): unknown {
  const text = textOfFile(file);
  try {
    return parse(text);
  } catch (error) {
    throw new UserError(`${file} is no YAML: ${(error as Error).message}. Correct that line.`);
  }
}

const count = z.int().min(0);
const standing = z.strictObject({
  stage: z.string(),
  since: z.iso.datetime(),
  hold: z.strictObject({ side: z.enum(["old", "new"]), state: z.enum(["drain", "maint"]) }).exactOptional(),
  counted: z.record(z.string(), z.strictObject({ requests: count, errors: count })),
});

/** Where the plan stands is written beside it. */
export function standingFile({ file }: Pick<PlanFile, "file">): string {
  return `${file.replace(/\.ya?ml$/, "")}.standing.json`;
}

/** @returns the start, if nothing has begun. @throws {UserError} if the file names no stage of the plan */
export function readStanding(planFile: PlanFile, now: Date): Standing {
  const file = standingFile(planFile);
  if (!existsSync(file)) {
    return { stage: START, since: now.toISOString(), counted: {} };
  }
  const result = standing.safeParse(jsonOf(file));
  if (!result.success || positionOf(planFile.plan, result.data) === undefined) {
    const stages = positionsOf(planFile.plan)
      .map(({ name }) => name)
      .join(", ");
    throw new UserError(
      `${file} names no stage of ${planFile.file}; its stages are ${stages}. Traffic stays where it was. ` +
        `Bring back the file or the stage's name from Git.`,
    );
  }
  return result.data;
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

export function writeStanding(planFile: PlanFile, value: Standing): void {
  writeWhole(standingFile(planFile), `${JSON.stringify(value, null, 2)}\n`, 0o644);
}
