import { type Problem, under } from "../components/base/problems";
import { refuse } from "../components/base/refusal";
import { isDay } from "../components/base/support";
import { type Bootstrap, checkBootstrap } from "../infra/bootstrap/bootstrap";
import { checkEnvironment, type Environment, type WatchedEnvironment } from "../infra/environment";
import type { SharedEnvironment } from "../infra/offer";
import { judgeVersions } from "../infra/version-gate";
import { bootstrap } from "./bootstrap";
import { checkClearTexts } from "./clear-texts";
import type { Config } from "./config";
import { demo } from "./demo";
import { type DemoSettings, demoSettings } from "./demo-settings";
import { local } from "./local";
import { BOOTSTRAP_STACKS, type Stack, STACKS } from "./names";
import { production } from "./production";
import { promotionProblems } from "./promotion";
import { awsSettings, bootstrapSettings, localSettings, type Parsed, parseSettings } from "./settings";
import { withLines } from "./setting-line";
import { staging } from "./staging";

/** How the environment of each stack is made of its configuration. */
const ENVIRONMENTS: Readonly<Record<Stack, (config: Config) => Parsed<WatchedEnvironment>>> = {
  local: (config) =>
    built(parseSettings(localSettings, config.thoughts), (settings) => local(settings, config.kubeconfig)),
  staging: (config) => built(parseSettings(awsSettings, config.thoughts), staging),
  production: (config) => built(parseSettings(awsSettings, config.thoughts), production),
};

/**
 * The environment of a stack, from settings that passed every check.
 * @throws {ProblemsError} with every problem there is
 */
export function environmentOf(config: Config): WatchedEnvironment {
  const stack = STACKS.find((name) => name === config.stack);
  if (stack === undefined) {
    const known = [...STACKS, ...BOOTSTRAP_STACKS].join(", ");
    const demos = `demo-<name>, at most 40 letters, digits and "-", for a copy of another one`;
    return refused(config, [
      {
        path: "stack",
        message: `"${config.stack}" is not known; use one of ${known}, or ${demos}: pulumi stack select NAME.`,
      },
    ]);
  }
  const environment = checkedEnvironment(config, ENVIRONMENTS[stack](config), `stacks/${stack}.ts`);
  refuse(
    `stack ${stack}`,
    withLines(stack === "production" ? promotionProblems(config) : [], config.folder, config.stack),
  );
  return environment;
}

/**
 * The stack whose environment a demo is a copy of, from settings that passed every check.
 * @throws {ProblemsError} with every problem there is
 */
export function demoSettingsOf(config: Config): DemoSettings {
  return checked(config, parseSettings(demoSettings, config.thoughts), () => []);
}

/**
 * The environment of a demo.
 * @param shared what the environment lets it use that it is a copy of
 * @throws {ProblemsError} with every problem there is
 */
export function demoOf(config: Config, settings: DemoSettings, shared: SharedEnvironment): Environment {
  const taken: readonly Problem[] =
    shared.namespace === config.stack
      ? [{ path: "stack", message: `"${config.stack}" is the namespace of ${settings.source}; use another name.` }]
      : [];
  refuse(`stack ${config.stack}`, taken);
  return checkedEnvironment(config, { settings: demo(config.stack, settings, shared) }, "stacks/demo.ts");
}

function checkedEnvironment<T extends Environment>(config: Config, result: Parsed<T>, file: string): T {
  if (!isDay(config.today)) {
    const message = `"${config.today}" is no day; give one such as 2026-11-25, or leave it to the clock.`;
    return refused(config, [{ path: "THOUGHTS_TODAY", message }]);
  }
  return checked(config, result, (environment) => [
    ...withLines(under(file, checkEnvironment(environment)).map(inSettings), config.folder, config.stack),
    ...judgeVersions(environment, config.today).problems,
  ]);
}

/** The versions of an environment are settings: a problem with one is where it was written. */
function inSettings(problem: Problem): Problem {
  const path = problem.path.replace(
    /^stacks\/\w+\.ts\.services\.([^.]+)\.image\.tag$/,
    "thoughts:release.services.$1.tag",
  );
  return { ...problem, path };
}

/**
 * What an account has before an environment is in it, from settings that passed every check.
 * @throws {ProblemsError} with every problem there is
 */
export function bootstrapOf(config: Config): Bootstrap {
  const parsed = parseSettings(bootstrapSettings, config.thoughts);
  const result = built(parsed, (settings) => bootstrap(config.stack, settings));
  return checked(config, result, (account) => under("stacks/bootstrap.ts", checkBootstrap(account)));
}

function checked<T>(config: Config, result: Parsed<T>, check: (whole: T) => readonly Problem[]): T {
  const misplaced = [...checkClearTexts(config.folder, config.stack), ...misplacedKeys(config)];
  if ("problems" in result) {
    // An encrypted value is not handed over; that it is encrypted says enough.
    const others = result.problems.filter(({ path }) => !config.encrypted.includes(path));
    return refused(config, [...misplaced, ...others]);
  }
  refuse(`stack ${config.stack}`, [...misplaced, ...check(result.settings)]);
  return result.settings;
}

function refused({ stack, folder }: Config, problems: readonly Problem[]): never {
  refuse(`the settings of stack ${stack} (Pulumi.${stack}.yaml)`, withLines(problems, folder, stack));
  throw new Error("refuse was given no problem.");
}

function built<Settings, T>(parsed: Parsed<Settings>, build: (settings: Settings) => T): Parsed<T> {
  return "problems" in parsed ? parsed : { settings: build(parsed.settings) };
}

function misplacedKeys({ otherKeys, encrypted }: Config): readonly Problem[] {
  return [
    ...otherKeys.map((path) => ({
      path,
      message: `nothing reads this key, because every provider is explicit; this program's keys start with "thoughts:".`,
    })),
    ...encrypted.map((path) => ({
      path,
      message:
        "it is encrypted, but no setting here is a secret; write it in the clear: pulumi config set --plaintext.",
    })),
  ];
}
