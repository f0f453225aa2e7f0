import { Argument, Command, Option } from "commander";
import { type ServiceName, SERVICES } from "../../../infra/system";
import { AWS_STACKS, type AwsStack } from "../../../stacks/names";
import { PACKERS } from "../../images/packers";
import type { BuildOptions } from "./build";
import type { DiffOptions } from "./diff";
import type { PromoteOptions } from "./promote";
import type { PushOptions } from "./push";

/** `images`: packs images without a container engine; brings them into registries on AWS, and from one to the next. */
export function images(): Command {
  const command = new Command("images")
    .alias("image")
    .description("pack the images of the services and of what watches over them, without a container engine")
    .action(async () => (await import("./pack.js")).packAll());
  command
    .command("push")
    .description("bring every image that an environment on AWS needs into its registry; run it again to carry on")
    .addArgument(new Argument("<environment>", "whose registry").choices(AWS_STACKS))
    .option("--tools", "leave out the services' images, which were built from their own commits")
    .addOption(packerOption())
    .action(async (environment: AwsStack, options: PushOptions) =>
      (await import("./push.js")).push(environment, options),
    );
  command
    .command("build")
    .description("build the services' images of this commit, and push them under its tags; run it again to carry on")
    .addArgument(new Argument("<environment>", "whose registry").choices(["staging"]))
    .option("--ref <ref>", "the branch or tag that it is built for, in full, such as refs/tags/v3.8")
    .addOption(packerOption())
    .action(async (environment: AwsStack, options: BuildOptions) =>
      (await import("./build.js")).build(environment, options),
    );
  between(command, "promote", "copy what staging has run and tested into production's registry, by digest")
    .addArgument(new Argument("[service]", "the service (default: all that production's file names)").choices(SERVICES))
    .argument("[version]", "an image tag such as v3.8")
    .option("--emergency <why>", "it can't be tested in staging first")
    .action(async (service: ServiceName | undefined, tag: string | undefined, options: PromoteOptions) =>
      (await import("./promote.js")).promote(service, tag, options),
    );
  between(command, "diff", "show which versions one environment has and another has not, by their files").action(
    async (options: DiffOptions) => (await import("./diff.js")).diff(options),
  );
  command
    .command("list")
    .description("list the images of staging and production: digest, smoke test, who promoted them and when")
    .addArgument(new Argument("[services...]", "services (default: all)").choices(SERVICES))
    .action(async (services: readonly ServiceName[]) => (await import("./list.js")).list(services));
  return command;
}

function packerOption(): Option {
  return new Option("--with <what>", "Debian's packages or Docker (default: what this machine has)").choices(PACKERS);
}

function between(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option("--from <environment>", "where it was tested").choices(AWS_STACKS).default("staging"))
    .addOption(new Option("--to <environment>", "where it goes").choices(AWS_STACKS).default("production"));
}
