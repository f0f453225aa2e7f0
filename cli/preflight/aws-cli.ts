import { spawnSync } from "node:child_process";
import semver from "semver";
import type { Problem } from "../../components/base/problems";

/**
 * The official EKS component gets tokens for the cluster by AWS's own command line, in previews too; its first version that
 * writes today's form of a kubeconfig is 2.7.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
 */
const OLDEST = "2.7.0";

/** @param path @default - the shell's own PATH */
export function awsCliProblems(path = process.env.PATH): readonly Problem[] {
  const { status, stdout, error } = spawnSync("aws", ["--version"], {
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
  const todo = `install ${OLDEST} or newer: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html.`;
  if (error !== undefined || status !== 0) {
    return [
      { path: "aws", message: `AWS's command line is not on PATH, and the cluster's component runs it; ${todo}` },
    ];
  }
  const [, version = ""] = /aws-cli\/(\d+\.\d+\.\d+)/.exec(stdout) ?? [];
  return version !== "" && semver.gte(version, OLDEST)
    ? []
    : [{ path: "aws", message: `AWS's command line on PATH is "${stdout.trim().split(" ")[0] ?? ""}"; ${todo}` }];
}
