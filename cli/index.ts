import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { refusedFileText } from "../engine/process/system-error";
import { UserError } from "../engine/user-error";
import { type ServiceName, SERVICES } from "../infra/system";
import { AWS_STACKS, type AwsStack, type BootstrapStack, REHEARSED_STACKS, STACKS } from "../stacks/names";
import type { BootstrapOptions } from "./commands/bootstrap";
import { ci } from "./commands/ci";
import type { CostOptions } from "./commands/cost";
import type { DeployOptions } from "./commands/deploy";
import type { DriftOptions } from "./commands/drift";
import type { DriftStack } from "./drift/look";
import type { DownOptions } from "./commands/down";
import { env } from "./commands/env";
import { images } from "./commands/images";
import { keys } from "./commands/keys";
import { migrate } from "./commands/migrate";
import type { PlanOptions } from "./commands/plan";
import type { PlotOptions } from "./commands/plot";
import type { PreflightOptions } from "./commands/preflight";
import type { PreviewOptions } from "./commands/preview";
import type { RehearseOptions } from "./commands/rehearse";
import { release } from "./commands/release";
import type { RenderOptions } from "./commands/render";
import { secrets } from "./commands/secrets";
import type { SmokeOptions } from "./commands/smoke";
import type { StatusOptions } from "./commands/status";
import type { UiOptions } from "./commands/ui";
import type { UpOptions } from "./commands/up";
import { upgrade } from "./commands/upgrade";
import type { VersionsOptions } from "./commands/versions";
import { completeHelp } from "./help";
import { isInterrupted } from "./interruption";
import { EMBEDDED_NODES } from "./platform";
import { REHEARSED_AS } from "./rehearsed-as";

/** The `thoughts` command. What a subcommand needs is loaded when it is run, so that all others start without it. */
function thoughts(): Command {
  const program = new Command("thoughts")
    .description("The Thoughts system on a machine of your own")
    // What comes after `kubectl` is kubectl's.
    .enablePositionalOptions();
  addEnvironments(program);
  program.addCommand(env());
  program.addCommand(release());
  program.addCommand(keys());
  program.addCommand(migrate());
  program.addCommand(secrets());
  program.addCommand(images());
  program.addCommand(upgrade());
  program.addCommand(ci());
  addComparisons(program);
  addLooks(program);
  addClusterLooks(program);
  program
    .command("down")
    .description("stop it and remove all that `up` made")
    .option("--demos", "remove its demos with it, which is refused otherwise")
    .action(async (options: DownOptions) => (await import("./commands/down.js")).down(options));
  program
    .command("clean")
    .description("remove the tools that were downloaded or built")
    .action(async () => (await import("./commands/clean.js")).clean());
  completeHelp(program);
  return program;
}

/** What brings something up. */
function addEnvironments(program: Command): void {
  program
    .command("up")
    .description("bring the environment up: tools, cluster, pulumi up")
    .argument("[stack]", "the stack", "local")
    .addOption(pulumisOption())
    .addOption(
      new Option("--nodes <kind>", "simulated run nothing; real ones run pods and need root on Linux").choices(
        EMBEDDED_NODES,
      ),
    )
    .option("--context <name>", "use a cluster of your own: a context of your kubeconfig")
    .option("--kubeconfig <file>", "where that context is (default: ~/.kube/config)")
    .option("--refresh", "look up what is there first, and put right what was changed or deleted by hand")
    .option("--allow-data-loss", "replace or delete what holds data, without being asked")
    .action(async (stack: string, options: UpOptions & { readonly stack?: string }) =>
      (await import("./commands/up.js")).up(options.stack ?? stack, options),
    );
  program
    .command("rehearse")
    .description("run the unchanged program of a stack on AWS without an account: create, change, destroy")
    .argument("<stack>", AWS_STACKS.join(" or "))
    .option("--keep", "leave it up to look at, instead of destroying it")
    .option("--from <commit>", "bring up the program of another commit first, and show what this one changes")
    .addOption(new Option("--as <role>", "the role that is tried").choices(REHEARSED_AS).default("deploy"))
    .option("--unused", "name every right of the role that nothing used")
    .action(async (stack: string, options: RehearseOptions) =>
      (await import("./commands/rehearse.js")).rehearse(stack, options),
    );
  program
    .command("deploy")
    .description(
      "bring an environment on AWS to this commit, ask its services, and take their releases back if they are not well",
    )
    .addArgument(new Argument("<environment>", "which one").choices(AWS_STACKS))
    .option("--yes", "change it without being asked")
    .option("--report <file>", "write what came of it there, as Markdown")
    .action(async (environment: AwsStack, options: DeployOptions) =>
      (await import("./commands/deploy.js")).deploy(environment, options),
    );
  program
    .command("bootstrap")
    .description("make an AWS account ready for its environment: states, key, zone, roles; run it again to carry on")
    .addArgument(new Argument("<environment>", "whose account").choices(AWS_STACKS))
    .option("--yes", "change the account without being asked")
    .action(async (environment: AwsStack, options: BootstrapOptions) =>
      (await import("./commands/bootstrap.js")).bootstrap(environment, options),
    );
}

/** What shows or writes something, and changes nothing that runs. */
function addLooks(program: Command): void {
  program
    .command("preflight")
    .description(
      "say all that would stop an `up` on AWS, or the bootstrap of an account; changes nothing, and works offline as far as it can",
    )
    .addArgument(new Argument("<stack>", "an environment, or its account's own stack").choices(REHEARSED_STACKS))
    .option("--foundation", "before the first part of a first up, which starts no pod: ask for no images")
    .action(async (stack: AwsStack | BootstrapStack, options: PreflightOptions) =>
      (await import("./commands/preflight.js")).preflight(stack, options),
    );
  program
    .command("cost")
    .description("say what environments on AWS cost a month, from what they ask for and a dated file of prices")
    .argument("[stacks...]", REHEARSED_STACKS.join(", "), AWS_STACKS)
    .option("--json", "for machines")
    .action(async (stacks: readonly string[], options: CostOptions) =>
      (await import("./commands/cost.js")).cost(stacks, options),
    );
  program
    .command("render")
    .description("write every Kubernetes manifest of an environment to a folder, offline")
    .argument("<stack>", STACKS.join(", "))
    .requiredOption("--to <folder>", "a new or empty folder, or one rendered before")
    .option("--deployed", "what its last run left to be applied from Git, with real values")
    .action(async (stack: string, options: RenderOptions) =>
      (await import("./commands/render.js")).render(stack, options),
    );
  program
    .command("plan")
    .description("say in which order a changed release is brought out, and what speaks against it")
    .argument("<stack>", STACKS.join(", "))
    .option("--from <commit>", "the commit whose release runs now", "HEAD")
    .action(async (stack: string, options: PlanOptions) => (await import("./commands/plan.js")).plan(stack, options));
  program
    .command("flags")
    .description("list the feature flags, and where each is on")
    .action(async () => (await import("./commands/flags.js")).flags());
  program
    .command("plot")
    .description("write the dashboards, with what Prometheus knows now, as a page for a browser")
    .requiredOption("--to <file>", "the HTML file to write")
    .addOption(
      new Option("--minutes <number>", "how far back (default: as far as each dashboard shows)").argParser(wholeNumber),
    )
    .action(async (options: PlotOptions) => (await import("./commands/plot.js")).plot(options));
}

/** What holds an environment against what is to be there, for reviewers too. */
function addComparisons(program: Command): void {
  program
    .command("preview")
    .description("show what `up` would change, or what this working tree changes on AWS; for reviewers too")
    .argument("[stacks...]", `local by default; ${REHEARSED_STACKS.join(", ")} by a rehearsal`)
    .addOption(pulumisOption())
    .option("--base <commit>", "what stacks on AWS are compared with (default: HEAD)")
    .addOption(
      new Option("--deployed", "compare them with what their last run on AWS left instead").conflicts(["base"]),
    )
    .addOption(new Option("--markdown", "as a comment on a pull request").conflicts(["json", "html"]))
    .addOption(new Option("--json", "for machines").conflicts(["html"]))
    .option("--html", "as a page for a browser, with every field")
    .option("--out <file>", "write it to a file")
    .action(async (stacks: readonly string[], { stack = "local", ...options }: PreviewOptions & { stack?: string }) =>
      (await import("./commands/preview.js")).preview(stacks.length > 0 ? stacks : [stack], options),
    );
  program
    .command("drift")
    .description("say what somebody has changed past the program in an environment; changes nothing")
    .addArgument(
      new Argument("[stacks...]", "which ones").choices(["local", ...AWS_STACKS]).default(["local"], "local"),
    )
    .option("--out <folder>", "where it is written as Markdown and as JSON too")
    .action(async (stacks: readonly DriftStack[], options: DriftOptions) =>
      (await import("./commands/drift.js")).drift(stacks, options),
    );
}

/** What shows the cluster that is up here. */
function addClusterLooks(program: Command): void {
  program
    .command("versions")
    .description("show which version of each service is in which environment, since when, and by which release")
    .argument("[environments...]", "only these")
    .addOption(new Option("--json", "for machines").conflicts(["html"]))
    .option("--html", "as a page for a browser")
    .option("--out <file>", "write it to a file")
    .action(async (environments: readonly string[], options: VersionsOptions) =>
      (await import("./commands/versions.js")).versions(environments, options),
    );
  program
    .command("kubectl")
    .description("kubectl for the cluster and namespace that are up here: npx thoughts kubectl get pods")
    .argument("[arguments...]", "what kubectl takes")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: readonly string[]) => (await import("./commands/kubectl.js")).kubectl(args));
  program
    .command("kubeconfig")
    .description("a line for your shell: helm, k9s and others then reach the cluster that is up here, and no other")
    .action(async () => (await import("./commands/kubeconfig.js")).kubeconfig());
  program
    .command("status")
    .description("what runs now: versions, what is not ready and why, releases under way, demos")
    .option("--json", "for machines: one line of JSON")
    .option("--watch", "look again every two seconds, until it is interrupted")
    .action(async (options: StatusOptions) => (await import("./commands/status.js")).status(options));
  program
    .command("smoke")
    .description("ask services what they have to answer after a deployment, from outside and inside")
    .argument("<stack>", `local, a demo, ${AWS_STACKS.join(" or ")}`)
    .addArgument(new Argument("[services...]", "services (default: all)").choices(SERVICES))
    .option("--context <name>", "on AWS: the cluster to ask inside of, a context of your kubeconfig")
    .option("--kubeconfig <file>", "where that context is (default: ~/.kube/config)")
    .option("--record", "on AWS: write what was found on the images, for `images promote`")
    .action(async (stack: string, services: readonly ServiceName[], options: SmokeOptions) =>
      (await import("./commands/smoke.js")).smoke(stack, services, options),
    );
  program
    .command("ui")
    .description("show all environments as a page for a browser on this machine, until it is ended")
    .addOption(new Option("--port <number>", "the port of 127.0.0.1 (default: a free one)").argParser(portNumber))
    .option("--no-open", "do not open a browser, whatever is pressed")
    .action(async (options: UiOptions) => (await import("./commands/ui.js")).ui(options));
}

/** What people type who know Pulumi: they are told its own command. */
function pulumisOption(): Option {
  return new Option("-s, --stack <name>").hideHelp();
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError("Give a whole number, 1 or more.");
  }
  return Number(text);
}

function portNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError("Give a port: a whole number from 1 to 65535.");
  }
  return Number(text);
}

/** What people can mend is said in one line; everything else is ours to mend, and keeps its stack trace. */
function fail(error: unknown): void {
  if (isInterrupted()) {
    return;
  }
  const text = error instanceof UserError ? error.message : refusedFileText(error);
  console.error(text === undefined ? error : `\n${text}`);
  process.exitCode = 1;
}

thoughts().parseAsync().catch(fail);
