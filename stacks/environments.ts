import { type Problem, under } from "../components/base/problems";
import { refuse } from "../components/base/refusal";
import { isDay } from "../components/base/support";
import { type Bootstrap, checkBootstrap } from "../infra/bootstrap/bootstrap";
import { checkEnvironment, type Environment } from "../infra/environment";
import { judgeVersions } from "../infra/version-gate";
import { bootstrap } from "./bootstrap";
import type { Config } from "./config";
import { local } from "./local";
import { BOOTSTRAP_STACKS, type Stack, STACKS } from "./names";
import { production } from "./production";
import { awsSettings, bootstrapSettings, localSettings, type Parsed, parseSettings } from "./settings";
import { staging } from "./staging";

/** How the environment of each stack is made of its configuration. */
const ENVIRONMENTS: Readonly<Record<Stack, (config: Config) => Parsed<Environment>>> = {
  local: (config) =>
    built(parseSettings(localSettings, config.thoughts), (settings) => local(settings, config.kubeconfig)),
  staging: (config) => built(parseSettings(awsSettings, config.thoughts), staging),
  production: (config) => built(parseSettings(awsSettings, config.thoughts), production),
};

/**
 * The environment of a stack, from settings that passed every check.
 * @throws {ProblemsError} with every problem there is
 */
export function environmentOf(config: Config): Environment {
  const stack = STACKS.find((name) => name === config.stack);
  if (stack === undefined) {
    const known = [...STACKS, ...BOOTSTRAP_STACKS].join(", ");
    return refused(config, [
      { path: "stack", message: `"${config.stack}" is not known; use one of ${known}: pulumi stack select NAME.` },
    ]);
  }
  if (!isDay(config.today)) {
    const message = `"${config.today}" is no day; give one such as 2026-11-25, or leave it to the clock.`;
    return refused(config, [{ path: "THOUGHTS_TODAY", message }]);
  }
  const place = `stacks/${stack}.ts`;
  return checked(config, ENVIRONMENTS[stack](config), (environment) => [
    ...under(place, checkEnvironment(environment)),
    ...judgeVersions(environment, config.today).problems,
  ]);
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
  const misplaced = misplacedKeys(config);
  if ("problems" in result) {
    // An encrypted value is not handed over; that it is encrypted says enough.
    const others = result.problems.filter(({ path }) => !config.encrypted.includes(path));
    return refused(config, [...misplaced, ...others]);
  }
  refuse(`stack ${config.stack}`, [...misplaced, ...check(result.settings)]);
  return result.settings;
}

function refused({ stack }: Config, problems: readonly Problem[]): never {
  refuse(`the settings of stack ${stack} (Pulumi.${stack}.yaml)`, problems);
  throw new Error("refuse was given no problem.");
}

function built<Settings, T>(parsed: Parsed<Settings>, build: (settings: Settings) => T): Parsed<T> {
  return "problems" in parsed ? parsed : { settings: build(parsed.settings) };
}

function misplacedKeys({ foreign, encrypted }: Config): readonly Problem[] {
  return [
    ...foreign.map((path) => ({
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
