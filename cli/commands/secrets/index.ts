import { Argument, Command } from "commander";
import { AWS_STACKS, type AwsStack } from "../../../stacks/names";

/** `secrets`: what people put into AWS Secrets Manager for an environment (docs/first-up.md). */
export function secrets(): Command {
  const command = new Command("secrets").description("the secrets of an environment on AWS that people give it");
  const verb = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .addArgument(new Argument("<environment>", "whose secrets").choices(AWS_STACKS));
  verb("list", "which secrets the settings name, and which of them are there; never a value").action(
    async (environment: AwsStack) => (await import("./list.js")).list(environment),
  );
  verb("set", "make a secret, or give it another value, which is read from standard input")
    .argument("<name>", "what comes after thoughts/<environment>/, such as on-call-token")
    .action(async (environment: AwsStack, name: string) => (await import("./set.js")).set(environment, name));
  return command;
}
