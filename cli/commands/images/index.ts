import { Argument, Command } from "commander";
import { AWS_STACKS, type AwsStack } from "../../../stacks/names";

/** `images`: packs images without a container engine; and brings all that an environment on AWS needs into its registry. */
export function images(): Command {
  const command = new Command("images")
    .description("pack the images of the services and of what watches over them, without a container engine")
    .action(async () => (await import("./pack.js")).packAll());
  command
    .command("push")
    .description("bring every image that an environment on AWS needs into its registry; run it again to carry on")
    .addArgument(new Argument("<environment>", "whose registry").choices(AWS_STACKS))
    .action(async (environment: AwsStack) => (await import("./push.js")).push(environment));
  return command;
}
