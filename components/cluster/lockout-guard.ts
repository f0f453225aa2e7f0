import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type ClusterAccess, grantsOf } from "./cluster-access";

const PROVIDER = readFileSync(join(__dirname, "lockout-guard-provider.js"), "utf8");

export interface LockoutGuardArgs {
  readonly access: ClusterAccess;
  /** From which ranges the API server is reached over the internet. */
  readonly publicAccessCidrs: readonly string[];
  /** ARN of who runs this program, as STS has it. */
  readonly caller: pulumi.Input<string>;
  /** Whether people mean to lose what they had: then only who could do nothing in the cluster is refused. */
  readonly unprotected: boolean;
}

/**
 * Refuses, in the preview, what would lock people out of a cluster: a change that takes it from its own maker, from all of
 * its administrators, or from all ranges that reach it. An `up` by who is no administrator is refused too, and not only when
 * the first object in the cluster is. The state knows who had access; a program does not. What gives and takes access
 * depends on it.
 */
export class LockoutGuard extends pulumi.CustomResource {
  constructor(
    name: string,
    { access, caller, publicAccessCidrs, unprotected }: LockoutGuardArgs,
    opts: pulumi.CustomResourceOptions,
  ) {
    const admins = Object.values(grantsOf(access)).filter(({ level }) => level === "admin");
    super(
      "pulumi-nodejs:dynamic/lockout-guard:LockoutGuard",
      name,
      {
        __provider: PROVIDER,
        admins: admins.map(({ role }) => role).sort(),
        publicAccessCidrs: [...publicAccessCidrs].sort(),
        caller,
        unprotected,
        preview: pulumi.runtime.isDryRun(),
      },
      opts,
    );
  }
}
