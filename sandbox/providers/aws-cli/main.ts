// Stand-in for AWS's command line, as far as a kubeconfig of EKS calls it: `aws eks get-token --cluster-name NAME`.
import { parseArgs } from "node:util";
import { tokenOf } from "../eks/token";

/** As long as a token of EKS holds: https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html */
const MINUTES = 14;

function credential(args: readonly string[]): object {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "cluster-name": { type: "string" },
      output: { type: "string" },
      region: { type: "string" },
    },
  });
  const cluster = values["cluster-name"];
  if (positionals.join(" ") !== "eks get-token" || cluster === undefined) {
    throw new Error(
      `aws ${args.join(" ")} can't be rehearsed; the stand-in has "aws eks get-token --cluster-name NAME"`,
    );
  }
  const [role, secret] = [process.env.EKS_STAND_IN_ROLE, process.env.EKS_STAND_IN_SECRET];
  if (role === undefined || secret === undefined) {
    throw new Error("Unable to locate credentials: EKS_STAND_IN_ROLE and EKS_STAND_IN_SECRET are not set.");
  }
  return {
    kind: "ExecCredential",
    apiVersion: "client.authentication.k8s.io/v1beta1",
    spec: {},
    status: {
      expirationTimestamp: new Date(Date.now() + MINUTES * 60_000).toISOString(),
      token: tokenOf({ cluster, role }, secret),
    },
  };
}

try {
  process.stdout.write(JSON.stringify(credential(process.argv.slice(2))));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
