import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { UserError } from "../sandbox/user-error";
import { bootstrap, type BootstrapOptions } from "./commands/bootstrap";
import { clean } from "./commands/clean";
import { down } from "./commands/down";
import { flags } from "./commands/flags";
import { images } from "./commands/images";
import { keys } from "./commands/keys";
import { plan, type PlanOptions } from "./commands/plan";
import { plot, type PlotOptions } from "./commands/plot";
import { rehearse, type RehearseOptions } from "./commands/rehearse";
import { release } from "./commands/release";
import { render, type RenderOptions } from "./commands/render";
import { status } from "./commands/status";
import { up, type UpOptions } from "./commands/up";
import { upgrade } from "./commands/upgrade";
import { EMBEDDED_NODES } from "./platform";

/** The `thoughts` command. */
function thoughts(): Command {
  const program = new Command("thoughts").description("The Thoughts system on a machine of your own");
  program
    .command("up")
    .description("bring the environment up: tools, cluster, pulumi up")
    .argument("[stack]", "the stack", "local")
    .addOption(
      new Option("--nodes <kind>", "simulated run nothing; real ones run pods and need root on Linux").choices(
        EMBEDDED_NODES,
      ),
    )
    .option("--context <name>", "use a cluster of your own: a context of your kubeconfig")
    .option("--kubeconfig <file>", "where that context is (default: ~/.kube/config)")
    .action((stack: string, options: UpOptions) => up(stack, options));
  program
    .command("rehearse")
    .description("run the unchanged program of a stack on AWS without an account: create, change, destroy")
    .argument("<stack>", "staging or production")
    .option("--keep", "leave it up to look at, instead of destroying it")
    .option("--from <commit>", "bring up the program of another commit first, and show what this one changes")
    .action((stack: string, options: RehearseOptions) => rehearse(stack, options));
  program
    .command("bootstrap")
    .description("make an AWS account ready for its environment: states, key, zone, roles; run it again to carry on")
    .addArgument(new Argument("<environment>", "whose account").choices(["staging", "production"]))
    .option("--yes", "change the account without being asked")
    .action((environment: string, options: BootstrapOptions) => bootstrap(environment, options));
  program.addCommand(release());
  program.addCommand(keys());
  program.addCommand(upgrade());
  program
    .command("render")
    .description("write every Kubernetes manifest of an environment to a folder, offline")
    .argument("<stack>", "local, staging or production")
    .requiredOption("--to <folder>", "a new or empty folder, or one rendered before")
    .action((stack: string, options: RenderOptions) => render(stack, options));
  program
    .command("plan")
    .description("say in which order a changed release is brought out, and what speaks against it")
    .argument("<stack>", "local, staging or production")
    .option("--from <commit>", "the commit whose release runs now", "HEAD")
    .action((stack: string, options: PlanOptions) => plan(stack, options));
  program.command("flags").description("list the feature flags, and where each is on").action(flags);
  program
    .command("images")
    .description("pack the images of the services and of what watches over them, without a container engine")
    .action(images);
  program
    .command("plot")
    .description("write the dashboards, with what Prometheus knows now, as a page for a browser")
    .requiredOption("--to <file>", "the HTML file to write")
    .addOption(
      new Option("--minutes <number>", "how far back (default: as far as each dashboard shows)").argParser(wholeNumber),
    )
    .action((options: PlotOptions) => plot(options));
  program.command("status").description("what runs now").action(status);
  program.command("down").description("stop it and remove all that `up` made").action(down);
  program.command("clean").description("remove the tools that were downloaded or built").action(clean);
  return program;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError("Give a whole number, 1 or more.");
  }
  return Number(text);
}

/** What people can mend is said in one line; everything else is ours to mend, and keeps its stack trace. */
function fail(error: unknown): void {
  console.error(error instanceof UserError ? `\n${error.message}` : error);
  process.exitCode = 1;
}

thoughts().parseAsync().catch(fail);
