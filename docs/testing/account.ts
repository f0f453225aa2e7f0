import type { ShellCommand } from "./shell";

/** Commands of this repository that act in an AWS account, with the files that ask AWS. */
export const ACCOUNT_COMMANDS: Readonly<Record<string, string>> = {
  "ci demo": "ci/demo.ts",
  "ci images": "ci/images.ts",
  "deploy production": "deploy.ts",
  "deploy staging": "deploy.ts",
  "drift production": "drift.ts",
  "drift staging": "drift.ts",
  "image list": "images/list.ts",
  "image promote": "images/promote.ts",
  "images build": "images/build.ts",
  "images push": "images/push.ts",
  "secrets list": "secrets/list.ts",
  "secrets set": "secrets/set.ts",
  "smoke production": "smoke.ts",
  "smoke staging": "smoke.ts",
  bootstrap: "bootstrap.ts",
};

/** Commands that ask AWS if they can, and are of use without an account. */
export const OFFLINE_TOO: Readonly<Record<string, string>> = {
  "env clone": "env/clone.ts",
  "env destroy": "env/destroy.ts",
  "env list": "env/list.ts",
  "env prune": "env/prune.ts",
  "env update": "env/update.ts",
  preflight: "preflight.ts",
  preview: "preview.ts",
};

/** Programs that pages use against an environment on AWS alone: registries of an account, records of its zone. */
const OF_ACCOUNTS = ["aws", "crane", "dig"];

/** Whether a command can end well only with an AWS account, or with a cluster in one. */
export function needsAccount({ words, place }: Pick<ShellCommand, "words" | "place">): boolean {
  const [program = "", ...args] = words;
  if (OF_ACCOUNTS.includes(program)) return place === "block" || args.length > 1;
  if (program === "pulumi") return pulumiNeedsAccount(args, place);
  if (program === "npx" && args[0] === "thoughts") return ownNeedsAccount(args.slice(1));
  // The metrics of nodes and pods are an add-on of EKS here, and only there nodes come and go.
  if (program === "kubectl") return args.some((arg) => ["top", "cluster-autoscaler-status"].includes(arg));
  return program === "curl" && args.some((arg) => /^https?:\/\/[\w.-]*DOMAIN/.test(arg));
}

/** In a sentence, `pulumi up` without a stack is a name. In a block it is run, and for this machine there is `npm run up`. */
function pulumiNeedsAccount(args: readonly string[], place: ShellCommand["place"]): boolean {
  const [, named] = /(?:^| )(?:-s|--stack|stack (?:init|rm)) (\S+)/.exec(args.join(" ")) ?? [];
  return args[0] !== "plugin" && (named === undefined ? place === "block" : named !== "local");
}

function ownNeedsAccount(args: readonly string[]): boolean {
  const path = args.join(" ");
  const asks = Object.keys(ACCOUNT_COMMANDS).some((command) => `${path} `.startsWith(`${command} `));
  // Demos of an environment on AWS are brought up, and removed, in its account.
  const isDemoThere = args[0] === "env" && (args.includes("--up") || args.includes("--of"));
  const isDeployed = args[0] === "preview" && args.includes("--deployed");
  return (asks || isDemoThere || isDeployed || path.includes("--context thoughts-")) && !args.includes("--help");
}
