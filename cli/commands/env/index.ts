import { Command } from "commander";
import { DEMO_SOURCES } from "../../../stacks/names";
import type { WishOptions } from "../../env/wish";

/** `env`: copies of an environment in its own cluster, to show something to somebody. */
export function env(): Command {
  const command = new Command("env").description("copy an environment for a demo, in a namespace of its own, and back");
  command
    .command("clone")
    .description("make a copy, or bring up again what its file says: Pulumi.<name>.yaml")
    .argument("<source>", `what it is a copy of: ${DEMO_SOURCES.join(", ")} or another demo`)
    .argument("<name>", "its name, such as demo-anna")
    .option("--set <path=value>", "what it has otherwise, such as services.frontend.image.tag=v3.8", collected)
    .option("--ttl <time>", "how long it stays after its last change, such as 48h or 3d (default: 48h)")
    .option("--owner <team>", "the team that answers for it (default: your user name)")
    .option("--scope <text>", "what it is to show, in one line")
    .action(async (source: string, name: string, options: WishOptions) =>
      (await import("./clone.js")).clone(source, name, options),
    );
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

/** An option that can be given more than once. */
function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
