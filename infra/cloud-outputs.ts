import * as pulumi from "@pulumi/pulumi";
import { grantsOf } from "../components/cluster/cluster-access";
import type { DatabaseFoundation } from "./database/managed";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";

/** What people and scripts ask of an environment on AWS. None of it is secret: each is a name that IAM guards. */
export interface CloudOutputs {
  readonly clusterName: pulumi.Output<string>;
  /** The command that writes the cluster into a kubeconfig, under the cluster's own name. */
  readonly kubeconfigCommand: pulumi.Output<string>;
  /** Where images are pushed to, by repository. */
  readonly repositoryUrls: Readonly<Record<string, pulumi.Output<string>>>;
  /** The roles that may use the cluster, by what they are to the team. */
  readonly accessRoleArns: Readonly<Record<string, string>>;
  /** Changes of databases that were accepted and wait for the maintenance window, with its next start; as of this run. */
  readonly waitsForMaintenance: pulumi.Output<readonly string[]>;
  /** The roles of what runs in the cluster, by its name. */
  readonly serviceRoleArns: Readonly<Record<string, pulumi.Output<string>>>;
}

/** @returns undefined for an environment without an account of its own */
export function cloudOutputsOf({ platform }: Environment, { aws, database }: Foundation): CloudOutputs | undefined {
  if (platform.kind !== "aws" || aws === undefined) {
    return undefined;
  }
  const { account, cluster, autoscaler, edge, repositoryUrls } = aws;
  const { clusterName, roleArns } = cluster;
  const grants = Object.entries(grantsOf(platform.cluster.access));
  return {
    clusterName,
    // An alias, because the name that it would have otherwise is the whole ARN.
    kubeconfigCommand: pulumi.interpolate`aws eks update-kubeconfig --region ${account.region} --name ${clusterName} --alias ${clusterName}`,
    repositoryUrls,
    accessRoleArns: Object.fromEntries(grants.map(([name, { role }]) => [name, role])),
    waitsForMaintenance: waiting(database),
    serviceRoleArns: {
      ...roleArns,
      ...(autoscaler && { "cluster-autoscaler": autoscaler.roleArn }),
      ...edge.roleArns,
    },
  };
}

function waiting(database: DatabaseFoundation): pulumi.Output<readonly string[]> {
  const servers = database.kind === "rds" ? Object.values(database.servers) : [];
  return pulumi.all(servers.map(({ waits }) => waits)).apply((notes) => notes.flat());
}
