import { FORMATS } from "../base/formats";
import type { Problem } from "../base/problems";
import { type BalancedServer, type MigrationPlan, SIDES, type Stage, START, type Stickiness } from "./plan";

/**
 * The longest stickiness, 7 days. It is ALB's limit; one plan fits both balancers.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html
 */
export const MOST_STICKY_SECONDS = 604_800;

/** All that is wrong with a plan. */
export function checkMigrationPlan(plan: MigrationPlan): readonly Problem[] {
  return [
    ...checkName("name", plan.name),
    ...(FORMATS.dnsName.pattern.test(plan.host)
      ? []
      : [{ path: "host", message: `"${plan.host}" is no host; use ${FORMATS.dnsName.allowed}.` }]),
    ...checkServers(plan.servers),
    ...checkHealthCheck(plan),
    ...checkStickiness(plan.stickiness, plan.drainSeconds),
    ...checkStages(plan.stages),
  ];
}

function checkName(path: string, name: string): readonly Problem[] {
  return FORMATS.dnsLabel.pattern.test(name)
    ? []
    : [{ path, message: `"${name}" is no name; use ${FORMATS.dnsLabel.allowed}.` }];
}

function checkServers(servers: MigrationPlan["servers"]): readonly Problem[] {
  const { old, new: next } = servers;
  const problems = SIDES.flatMap((side) => checkServer(`servers.${side}`, servers[side]));
  if (old.name === next.name) {
    problems.push({
      path: "servers.new.name",
      message: `"${next.name}" is the old server's name too; give each server its own name.`,
    });
  }
  if (old.address === next.address && old.port === next.port) {
    problems.push({
      path: "servers.new.address",
      message: `${next.address}:${next.port} is where the old server answers too; name the address of the new system.`,
    });
  }
  return problems;
}

function checkServer(path: string, { name, address, port }: BalancedServer): Problem[] {
  const problems = [...checkName(`${path}.name`, name), ...wholeNumber(`${path}.port`, port, 1, 65_535)];
  if (!FORMATS.dnsName.pattern.test(address)) {
    problems.push({
      path: `${path}.address`,
      message: `"${address}" is no address; use a host such as old.example.com, or an IPv4 address such as 10.0.0.7.`,
    });
  }
  return problems;
}

function checkHealthCheck({ check: { path, status = 200, intervalSeconds = 2 } }: MigrationPlan): readonly Problem[] {
  return [
    // It becomes a word of HAProxy's configuration, where spaces, quotes, "#" and "\" have a meaning.
    ...(/^\/[\w./~%?&=+,:@-]*$/.test(path)
      ? []
      : [
          {
            path: "check.path",
            message: `"${path}" is no path; use one that begins with "/", without spaces or quotes, such as /health.`,
          },
        ]),
    ...wholeNumber("check.status", status, 200, 399),
    ...wholeNumber("check.intervalSeconds", intervalSeconds, 1, 60),
  ];
}

function checkStickiness(stickiness: Stickiness, drainSeconds: number): readonly Problem[] {
  const drain = wholeNumber("drainSeconds", drainSeconds, 1, MOST_STICKY_SECONDS);
  switch (stickiness.kind) {
    case "none":
    case "source":
      return drain;
    case "cookie": {
      const { seconds } = stickiness;
      const cookie = wholeNumber("stickiness.seconds", seconds, 1, MOST_STICKY_SECONDS);
      return cookie.length === 0 && drain.length === 0 && drainSeconds < seconds
        ? [
            {
              path: "drainSeconds",
              message:
                `${drainSeconds} is shorter than stickiness.seconds (${seconds}), so clients that hold a cookie would be cut ` +
                `off; use ${seconds} or more, or lower stickiness.seconds.`,
            },
          ]
        : [...drain, ...cookie];
    }
    default:
      return stickiness satisfies never;
  }
}

function checkStages(stages: readonly Stage[]): readonly Problem[] {
  const problems = stages.flatMap((stage, index) => checkStage(stage, `stages.${index}`));
  stages.forEach(({ name, weights }, index) => {
    const before = stages[index - 1];
    const least = before?.weights.new ?? 0;
    if (stages.findIndex((stage) => stage.name === name) < index) {
      problems.push({ path: `stages.${index}.name`, message: `"${name}" is another stage's name; give each its own.` });
    }
    if (weights.new <= least) {
      problems.push({
        path: `stages.${index}.weights.new`,
        message:
          `${weights.new} is not more than the ${least} of ${before?.name ?? START}; each stage sends more to the new ` +
          `server than the one before. Raise it, or put the stages in another order.`,
      });
    }
  });
  const last = stages.at(-1);
  if (last !== undefined && last.weights.new !== 100) {
    problems.push({
      path: `stages.${stages.length - 1}.weights.new`,
      message: `the last stage sends ${last.weights.new} % to the new server; a plan ends with 100. Add a stage with old: 0, new: 100.`,
    });
  }
  return problems;
}

function checkStage({ name, weights, soakSeconds, gate }: Stage, path: string): readonly Problem[] {
  const { leastRequests, mostErrorsPercent, mostMilliseconds = 1 } = gate;
  const weightProblems = SIDES.flatMap((side) => wholeNumber(`${path}.weights.${side}`, weights[side], 0, 100));
  const sum = weights.old + weights.new;
  const isErrors = mostErrorsPercent >= 0 && mostErrorsPercent < 100;
  return [
    ...checkName(`${path}.name`, name),
    ...(name === START
      ? [
          {
            path: `${path}.name`,
            message: `"${START}" is where every plan begins; give the stage another name, such as tenth.`,
          },
        ]
      : []),
    ...weightProblems,
    ...(weightProblems.length === 0 && sum !== 100
      ? [
          {
            path: `${path}.weights`,
            message: `old ${weights.old} and new ${weights.new} add up to ${sum}; they are percent and add up to 100. Correct one of them.`,
          },
        ]
      : []),
    ...wholeNumber(`${path}.soakSeconds`, soakSeconds, 0, MOST_STICKY_SECONDS),
    ...wholeNumber(`${path}.gate.leastRequests`, leastRequests, 1, 1_000_000_000),
    ...(isErrors
      ? []
      : [
          {
            path: `${path}.gate.mostErrorsPercent`,
            message: `${mostErrorsPercent} is no bound; use a number from 0 to below 100, such as 1.`,
          },
        ]),
    ...wholeNumber(`${path}.gate.mostMilliseconds`, mostMilliseconds, 1, 600_000),
  ];
}

function wholeNumber(path: string, value: number, least: number, most: number): readonly Problem[] {
  return Number.isInteger(value) && value >= least && value <= most
    ? []
    : [{ path, message: `${value} is not allowed; use a whole number from ${least} to ${most}.` }];
}
