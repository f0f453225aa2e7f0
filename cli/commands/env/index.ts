import { Argument, Command } from "commander";
import { DEMO_SOURCES } from "../../../stacks/names";
import type { DemoSource } from "../../demos";

/** `env`: copies of an environment in its own cluster, to show something to somebody. */
export function env(): Command {
  const command = new Command("env").description("copy an environment for a demo, in a namespace of its own, and back");
  command
    .command("clone")
    .description("make a copy, or bring up again what its file says: Pulumi.<name>.yaml")
    .addArgument(new Argument("<source>", "what it is a copy of").choices(DEMO_SOURCES))
    .argument("<name>", "its name, such as demo-anna")
    .action(async (source: DemoSource, name: string) => (await import("./clone.js")).clone(source, name));
  command
    .command("list")
    .description("list the copies that this clone has a file of, or that are up in its cluster")
    .action(async () => (await import("./list.js")).list());
  command
    .command("destroy")
    .description("remove a copy of the local environment with its data, and its file")
    .argument("<name>", "its name, such as demo-anna")
    .action(async (name: string) => (await import("./destroy.js")).destroy(name));
  return command;
}
