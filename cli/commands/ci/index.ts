import { Command, InvalidArgumentError, Option } from "commander";
import { CHECKS } from "../../ci/checks";
import type { CommentOptions } from "./comment";
import type { PullRequestOptions } from "./pull-request";
import type { RulesOptions } from "./rules";

/** `ci`: what GitHub Actions runs, on any machine. */
export function ci(): Command {
  const group = new Command("ci").description("what GitHub Actions runs for a pull request, on any machine");
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
    .description("write a file as the one comment on a pull request; the token is in GITHUB_TOKEN")
    .argument("<file>", "Markdown that `preview` wrote")
    .addOption(pullRequestOption())
    .action(async (file: string, options: CommentOptions) => (await import("./comment.js")).comment(file, options));
  group
    .command("rules")
    .description(
      "say where the repository's branch rules and code owners differ from this tree; the token is in GITHUB_TOKEN",
    )
    .option("--apply", "make the branch rules as this tree says")
    .action(async (options: RulesOptions) => (await import("./rules.js")).rules(options));
  return group;
}

function pullRequestOption(): Option {
  return new Option("--pull-request <number>", "its number (default: as GitHub Actions says)").argParser((text) => {
    if (!/^[1-9]\d*$/.test(text)) {
      throw new InvalidArgumentError("Give the number of a pull request.");
    }
    return Number(text);
  });
}
