import { Command, Option } from "commander";
import { DEMO_SOURCES } from "../../../stacks/names";
import { ACCOUNT_SOURCES } from "../../env/account-source";
import type { CloneOptions } from "./clone";
import type { DestroyOptions } from "./destroy";
import type { ListOptions } from "./list";
import type { PruneOptions } from "./prune";
import type { UpdateOptions } from "./update";

const NAME = "its name, such as demo-anna";

/** `env`: copies of an environment in its own cluster, to show something to somebody. */
export function env(): Command {
  const command = new Command("env").description("copy an environment for a demo, in a namespace of its own, and back");
  command
    .command("clone")
    .description("make a copy, or bring up again what its file says: Pulumi.<name>.yaml")
    .argument("<source>", `what it is a copy of: ${DEMO_SOURCES.join(", ")} or another demo`)
    .argument("<name>", NAME)
    .option("--set <path=value>", "what it has otherwise, such as services.frontend.image.tag=v3.8", collected)
    .option("--ttl <time>", "how long it stays after its last change, such as 48h or 3d (default: 48h)")
    .option("--owner <team>", "the team that answers for it (default: your user name)")
    .option("--scope <text>", "what it is to show, in one line")
    .option("--follow <branch>", "run the images of the branch's newest commit that has some; later ones: env update")
    .option("--no-follow", "follow no branch any more, and stay at the images that it has")
    .option("--wait <time>", "wait for images of the newest commit, such as 30m (default: older ones do)")
    .option("--up", "bring a copy of an environment on AWS up too, instead of writing its file only")
    .action(async (source: string, name: string, options: CloneOptions) => {
      await (await import("./clone.js")).clone(source, name, options);
    });
  command
    .command("update")
    .description("bring in the newest images of the branch that a copy follows")
    .argument("<name>", NAME)
    .option("--wait <time>", "wait for images of the newest commit, such as 30m (default: older ones do)")
    .action(async (name: string, options: UpdateOptions) => (await import("./update.js")).update(name, options));
  addLooks(command);
  addSleep(command);
  addEnds(command);
  return command;
}

/** What shows something, and changes nothing. */
function addLooks(command: Command): void {
  command
    .command("list")
    .description("list the copies that this clone has a file of, or that are up in its cluster")
    .option("--json", "for machines: one line of JSON")
    .addOption(ofOption())
    .action(async (options: ListOptions) => (await import("./list.js")).list(options));
  command
    .command("show")
    .description("show whose a copy is, until when, and what runs in it")
    .argument("<name>", NAME)
    .option("--json", "for machines: one line of JSON")
    .action(async (name: string, options: { readonly json?: boolean }) =>
      (await import("./show.js")).show(name, options),
    );
  command
    .command("diff")
    .description("show what two environments have otherwise, apart from their names and hosts")
    .argument("<first>", "local, staging, production, or a copy")
    .argument("<second>", "another one")
    .option("--json", "for machines: one line of JSON")
    .action(async (first: string, second: string, options: { readonly json?: boolean }) =>
      (await import("./diff.js")).diff(first, second, options),
    );
  command
    .command("open")
    .description("open the page of a copy in a browser")
    .argument("<name>", NAME)
    .action(async (name: string) => (await import("./open.js")).open(name));
}

/** What stops the pods of a copy, and starts them. */
function addSleep(command: Command): void {
  command
    .command("sleep")
    .description("stop all pods of a copy; its data stay, and its time goes on")
    .argument("<name>", NAME)
    .action(async (name: string) => (await import("./sleep.js")).sleep(name));
  command
    .command("wake")
    .description("start the pods of a copy that sleeps")
    .argument("<name>", NAME)
    .action(async (name: string) => (await import("./sleep.js")).wake(name));
}

/** What decides how long a copy stays. */
function addEnds(command: Command): void {
  command
    .command("extend")
    .description("keep a copy for another time, counted from now")
    .argument("<name>", NAME)
    .requiredOption("--ttl <time>", "how long, such as 48h or 3d")
    .action(async (name: string, options: { readonly ttl: string }) =>
      (await import("./extend.js")).extend(name, options),
    );
  command
    .command("sign-off")
    .description("write down who accepts what a copy shows now")
    .argument("<name>", NAME)
    .requiredOption("--by <who>", "who accepts it")
    .action(async (name: string, options: { readonly by: string }) =>
      (await import("./sign-off.js")).signOff(name, options),
    );
  command
    .command("destroy")
    .description("remove copies of an environment with their data, and their files")
    .argument("<name...>", "their names, such as demo-anna")
    .addOption(ofOption())
    .action(async (names: readonly string[], options: DestroyOptions) =>
      (await import("./destroy.js")).destroy(names, options),
    );
  command
    .command("prune")
    .description("remove the copies whose time is over")
    .option("--dry-run", "only say which ones")
    .addOption(ofOption())
    .action(async (options: PruneOptions) => (await import("./prune.js")).prune(options));
}

/** Which demos are meant: those of this clone, or those in an account, of which nothing has to be here. */
function ofOption(): Option {
  return new Option("--of <environment>", "copies of this environment on AWS (default: those of this clone)").choices(
    ACCOUNT_SOURCES,
  );
}

/** An option that can be given more than once. */
function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
