import { Argument, Command } from "commander";
import { type Side, SIDES } from "../../../components/balancer/plan";
import type { MigrateOptions } from "./move";

/** `migrate`: the traffic of an older system moves to this one in stages, and back (docs/balancer.md). */
export function migrate(): Command {
  const command = new Command("migrate").description("move the traffic of an older system in stages, and back");
  const verb = (name: string, description: string) =>
    command.command(name).description(description).option("--plan <file>", "the plan", "migration.yaml");
  const side = () => new Argument("<server>", "which one").choices(SIDES);
  verb("status", "where the plan stands, and what both balancers do").action(async (options: MigrateOptions) =>
    (await import("./move.js")).status(options),
  );
  verb("next", "take the next stage, if the soak is over and the gate is open").action(
    async (options: MigrateOptions) => (await import("./move.js")).next(options),
  );
  verb("back", "take the stage's way back").action(async (options: MigrateOptions) =>
    (await import("./move.js")).back(options),
  );
  verb("drain", "give a server no new sessions; its own go on")
    .addArgument(side())
    .action(async (server: Side, options: MigrateOptions) =>
      (await import("./move.js")).hold(server, "drain", options),
    );
  verb("maintenance", "give a server nothing, at once")
    .addArgument(side())
    .action(async (server: Side, options: MigrateOptions) =>
      (await import("./move.js")).hold(server, "maint", options),
    );
  verb("ready", "end drain or maintenance: both servers do what the stage says").action(
    async (options: MigrateOptions) => (await import("./move.js")).ready(options),
  );
  verb("render", "write the configuration that each HAProxy starts with").action(async (options: MigrateOptions) =>
    (await import("./move.js")).render(options),
  );
  return command;
}
