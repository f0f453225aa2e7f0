import * as pulumi from "@pulumi/pulumi";
import { createApplications } from "../infra/applications";
import type { Environment, ServiceName } from "../infra/environment";
import { expiredFlags } from "../infra/flags";
import { createFoundation } from "../infra/foundation";

/** What a stack tells others: people, scripts, and stacks that refer to it. */
export interface Outputs {
  readonly namespace: pulumi.Output<string>;
  /** Addresses from outside, by service. */
  readonly urls: Readonly<Partial<Record<ServiceName, string>>>;
}

/** The whole program, for an environment that was checked. */
export function runProgram(environment: Environment): Outputs {
  for (const warning of expiredFlags(new Date().toISOString().slice(0, 10))) {
    void pulumi.log.warn(warning);
  }
  const foundation = createFoundation(environment);
  const { namespace, services } = createApplications(environment, foundation);
  const scheme = environment.cloud.kind === "aws" ? "https" : "http";
  const reachable = Object.entries(services).filter(([, service]) => service.host !== undefined);
  return {
    namespace,
    urls: Object.fromEntries(reachable.map(([name, { host }]) => [name, `${scheme}://${host ?? ""}`])),
  };
}
