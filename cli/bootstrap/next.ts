import type { OutputMap } from "@pulumi/pulumi/automation";
import type { BootstrapSettings } from "../../stacks/settings";
import type { StateBackend } from "./account";

export interface NextArgs {
  readonly environment: string;
  readonly settings: BootstrapSettings;
  readonly backend: StateBackend;
  /** Of the account's own stack. */
  readonly outputs: OutputMap;
}

/** What is left to people once an account is ready for its environment. */
export function nextText({ environment, settings, backend, outputs }: NextArgs): string {
  const { domain, repository } = settings;
  const nameServers = outputs.nameServers?.value as readonly string[];
  const roles = outputs.roles?.value as Readonly<Record<string, string>>;
  const role = (purpose: string) => `   ${purpose.padEnd(11)}  ${roles[purpose] ?? ""}`;
  return [
    `What is left to you:`,
    ``,
    `1. Commit Pulumi.bootstrap-${environment}.yaml: it names the key of the state now.`,
    `2. Let the domain above ${domain} name its servers:`,
    ...nameServers.map((server) => `   ${server}`),
    `3. In GitHub, give ${repository} its environments (npx thoughts ci rules --apply). Jobs for "${environment}" take on`,
    role("deploy"),
    `   and those of a pull request or of main`,
    role("preview"),
    ...demoLines(settings, roles),
    `4. Let people take on the first two, few of them the third, and very few the last (docs/iam.md#take-a-role):`,
    ...["read", "operate", "deploy", "break-glass"].map(role),
    `5. As the role deploy, begin the environment (and commit Pulumi.${environment}.yaml, which names the key then):`,
    `   pulumi login '${backend.url}'`,
    `   pulumi stack init ${environment} --secrets-provider '${backend.secretsProvider}'`,
    `   and go on with docs/first-up.md`,
  ].join("\n");
}

/** @returns nothing for an account without demos */
function demoLines(
  { region, repository }: BootstrapSettings,
  { demo }: Readonly<Record<string, string>>,
): readonly string[] {
  return demo === undefined
    ? []
    : [
        `   For demos, give ${repository} the environment "demo" too, and these variables:`,
        `   DEMO_REGION  ${region}`,
        `   DEMO_ROLE    ${demo}`,
      ];
}
