import { Argument, Command, Option } from "commander";
import { UserError } from "../../../engine/user-error";
import { type ServiceName, SERVICES } from "../../../infra/system";
import type { Change } from "../../../release/change";
import { EMERGENCY_DAYS, emergencyEnd } from "../../../release/promotion";
import type { ServiceRelease } from "../../../release/service-release";
import { today } from "../../today";
import type { ChangeOptions } from "./change";
import { cause, changing, reading, wholeNumber } from "./options";
import { addSet } from "./set";

interface StartOptions extends ChangeOptions {
  readonly cause: string;
  readonly emergency?: string;
  readonly digest?: string;
  readonly strategy?: NonNullable<ServiceRelease["strategy"]>["kind"];
  readonly steps?: readonly number[];
  readonly incompatible?: boolean;
}

const STRATEGIES: readonly NonNullable<StartOptions["strategy"]>[] = ["recreate", "rolling", "blueGreen", "canary"];

/** `release`: other versions of a service, step by step, and back. */
export function release(): Command {
  const command = new Command("release").description("change which version of a service runs, step by step, and back");
  changingOne(command, "start", "bring another version in, in the first step of its strategy")
    .argument("<version>", "an image tag such as v3.8")
    .addOption(cause())
    .option(
      "--emergency <why>",
      `it can't go through staging first (stack production only, for ${EMERGENCY_DAYS} days)`,
    )
    .option("--digest <digest>", "the image's digest, sha256:…")
    .addOption(new Option("--strategy <kind>", "how, from now on (default: as before)").choices(STRATEGIES))
    .option("--steps <shares>", "of a canary: rising percentages such as 10,50", shares)
    .option("--incompatible", "it can't run beside the old version on the same data")
    .action((service: ServiceName, tag: string, options: StartOptions) =>
      change(service, started(tag, options), options),
    );
  changingOne(command, "advance", "go on to the next step").action((service: ServiceName, options: ChangeOptions) =>
    change(service, { kind: "advance" }, options),
  );
  changingOne(command, "finish", "make the new version its own, and let the old one go").action(
    (service: ServiceName, options: ChangeOptions) => change(service, { kind: "finish" }, options),
  );
  changingOne(command, "abort", "take a change back that is not finished").action(
    (service: ServiceName, options: ChangeOptions) => change(service, { kind: "abort" }, options),
  );
  changingOne(command, "rollback", "bring an earlier revision back, as a new one")
    .option("--to <revision>", "a revision of the history (default: the newest earlier one)", wholeNumber)
    .addOption(cause())
    .action((service: ServiceName, { to, ...options }: ChangeOptions & { to?: number; cause: string }) =>
      change(service, { kind: "rollback", cause: options.cause, ...(to !== undefined && { to }) }, options),
    );
  addSet(command);
  reading(command, "status", "what runs, and how far a change has come")
    .addArgument(new Argument("[services...]", "services (default: all)").choices(SERVICES))
    .action(async (services: readonly ServiceName[], options: ChangeOptions) =>
      (await import("./status.js")).status(services, options),
    );
  reading(command, "history", "the revisions of services: when, by whom and why")
    .addArgument(new Argument("[services...]", "services (default: all)").choices(SERVICES))
    .action(async (services: readonly ServiceName[], options: ChangeOptions) =>
      (await import("./history.js")).history(services, options),
    );
  return command;
}

async function change(service: ServiceName, wanted: Change, options: ChangeOptions): Promise<void> {
  await (await import("./change.js")).change(service, wanted, options);
}

function changingOne(parent: Command, name: string, description: string): Command {
  return changing(parent, name, description).addArgument(new Argument("<service>", "the service").choices(SERVICES));
}

function started(
  tag: string,
  { cause: why, emergency, digest, strategy, steps, incompatible }: StartOptions,
): Extract<Change, { kind: "start" }> {
  if (steps !== undefined && strategy !== "canary") {
    throw new UserError("only a canary has steps; say so: --strategy canary --steps 10,50");
  }
  const next = {
    tag,
    ...(digest !== undefined && { digest }),
    ...(incompatible === true && { coexists: false as const }),
  };
  return {
    kind: "start",
    next,
    cause: why,
    ...(emergency !== undefined && { emergency, emergencyUntil: emergencyEnd(new Date(today())) }),
    ...(strategy && { strategy: wantedStrategy(strategy, steps) }),
  };
}

function wantedStrategy(
  kind: NonNullable<StartOptions["strategy"]>,
  steps: readonly number[] | undefined,
): NonNullable<ServiceRelease["strategy"]> {
  if (kind !== "canary") {
    return { kind };
  }
  if (steps === undefined) {
    throw new UserError("a canary grows in steps, and they are not said; for example: --steps 10,50");
  }
  return { kind, steps: [...steps] };
}

function shares(text: string): readonly number[] {
  return text.split(",").map(wholeNumber);
}
