import colors from "picocolors";
import type { NodeKind } from "./platform";
import type { EnvironmentStatus } from "./status/environment-status";
import { statusText } from "./status/status-text";

export interface SummaryArgs {
  readonly found: EnvironmentStatus;
  readonly nodes: NodeKind;
  /** Where Ingresses are reached. @default - by their names, or not at all */
  readonly entrance?: string | undefined;
  /** Whether to say how to look at it and what to type next: once is enough. */
  readonly hints: boolean;
}

/** What runs where and how it is reached, with hints if wanted. */
export function summary(args: SummaryArgs): string {
  return [statusText(args.found, new Date()), ...reachable(args), ...(args.hints ? hints(args) : [])].join("\n");
}

function hints(args: SummaryArgs): readonly string[] {
  return [
    "",
    colors.bold("Look"),
    "  npx thoughts ui                           all of it as a page for a browser",
    "  npx thoughts kubectl get pods",
    ...dashboards(args),
    "",
    colors.bold("Next"),
    "  edit Pulumi.local.yaml or stacks/local.ts, then npm run up",
    "  npm run status    what runs now",
    "  npm run down      stop it and remove all of it",
  ];
}

/** How to get at the addresses from this machine. */
function reachable({ nodes, found, entrance }: SummaryArgs): readonly string[] {
  switch (nodes) {
    case "simulated":
      return ["", "Nodes are simulated: no container runs, so nothing answers at these addresses."];
    case "real": {
      const hosts = found.workloads.flatMap(({ url }) => (url === undefined ? [] : [new URL(url).host]));
      return [
        "",
        colors.bold("In a browser on this machine"),
        `  add to /etc/hosts: ${entrance ?? ""} ${hosts.join(" ")}`,
      ];
    }
    case "own":
      return [];
    default:
      return nodes satisfies never;
  }
}

/** Where Grafana is, it has a host; its image can't be packed here. */
function dashboards({ nodes }: SummaryArgs): readonly string[] {
  return nodes === "real"
    ? ["  npx thoughts plot --to dashboards.html    the dashboards: Grafana does not run here"]
    : [];
}
