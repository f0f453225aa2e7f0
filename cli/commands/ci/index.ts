import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { AWS_STACKS, type AwsStack } from "../../../stacks/names";
import { CHECKS } from "../../ci/checks";
import { JOB_RESULTS, type Topic, TOPICS } from "../../ci/topics";
import type { CommentOptions } from "./comment";
import type { DemoOptions } from "./demo";
import type { PullRequestOptions } from "./pull-request";
import type { RulesOptions } from "./rules";
import type { TellOptions } from "./tell";

/** `ci`: what GitHub Actions runs, on any machine. */
export function ci(): Command {
  const group = new Command("ci").description("what GitHub Actions runs, on any machine");
  group
    .command("pull-request")
    .description("check this working tree, preview staging and production, and write the comment on it")
    .option("--base <commit>", "what it is to be merged into", "main")
    .addOption(new Option("--checks <which>", "how much is checked first").choices(CHECKS).default("all"))
    .option("--out <folder>", "where the comment and the whole report are written", "preview")
    .addOption(pullRequestOption())
    .action(async (options: PullRequestOptions) => (await import("./pull-request.js")).pullRequest(options));
  group
    .command("comment")
    .description("write a file as the one comment on a pull request about the same; the token is in GITHUB_TOKEN")
    .argument("<file>", "Markdown that `preview` or `ci demo` wrote")
    .addOption(pullRequestOption())
    .action(async (file: string, options: CommentOptions) => (await import("./comment.js")).comment(file, options));
  group
    .command("demo")
    .description(
      "bring the demo of a pull request up or up to date, or remove it, as the event says, and write the comment",
    )
    .option("--event <file>", "the event, as JSON (default: as GitHub Actions says)")
    .option("--ttl <time>", "how long it stays after its last change", "48h")
    .option("--wait <time>", "how long images of the newest commit are waited for", "30m")
    .option("--out <folder>", "where the comment is written", "demo")
    .action(async (options: DemoOptions) => (await import("./demo.js")).demo(options));
  group
    .command("rules")
    .description(
      "say where the repository's branch rules, environments and code owners differ from this tree; the token is in GITHUB_TOKEN",
    )
    .option("--apply", "make the branch rules and environments as this tree says")
    .action(async (options: RulesOptions) => (await import("./rules.js")).rules(options));
  addDeliveries(group);
  return group;
}

/** What .github/workflows/delivery.yaml and scans.yaml run beside the commands that people run. */
function addDeliveries(group: Command): void {
  group
    .command("accounts")
    .description("tell later steps of a workflow which role deploys each environment, and its region")
    .action(async () => (await import("./accounts.js")).accounts());
  group
    .command("images")
    .description("tell later steps of a workflow which images an environment pulls, by digest")
    .addArgument(new Argument("<environment>", "which one").choices(AWS_STACKS))
    .action(async (environment: AwsStack) => (await import("./images.js")).images(environment));
  group
    .command("approval")
    .description("end with 1 unless GitHub demands an approval of what is deployed; the token is in GITHUB_TOKEN")
    .addArgument(new Argument("<environment>", "where to").choices(AWS_STACKS))
    .action(async (environment: AwsStack) => (await import("./approval.js")).approval(environment));
  group
    .command("tell")
    .description("tell of a failure, and of the recovery from it, by an issue; the token is in GITHUB_TOKEN")
    .addArgument(new Argument("<topic>", "of what").choices(TOPICS))
    .addOption(new Option("--result <result>", "how the job ended").choices(JOB_RESULTS).makeOptionMandatory())
    .option("--report <files...>", "what it wrote, as Markdown")
    .action(async (topic: Topic, options: TellOptions) => (await import("./tell.js")).tell(topic, options));
}

function pullRequestOption(): Option {
  return new Option("--pull-request <number>", "its number (default: as GitHub Actions says)").argParser((text) => {
    if (!/^[1-9]\d*$/.test(text)) {
      throw new InvalidArgumentError("Give the number of a pull request.");
    }
    return Number(text);
  });
}
