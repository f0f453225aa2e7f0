import { z } from "zod";
import { digits, type Reference } from "./kind";
import { id, text } from "./values";

/** What all parts of an EKS cluster have. */

/** Minor versions that EKS has. @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
export const KUBERNETES_VERSIONS = ["1.33", "1.34", "1.35", "1.36"] as const;

export const clusterName = text(
  /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
  `1 to 100 letters, digits, "-" and "_", a letter or digit first`,
);

export const subnetIds = z.array(id("subnet"));

/** The cluster that something is part of. @param holds AWS's error code when the cluster is deleted first */
export function ofCluster(holds?: string): Reference {
  return {
    property: "clusterName",
    to: "aws:eks/cluster:Cluster",
    by: "name",
    missing: "ResourceNotFoundException",
    holds,
  };
}

export function uuid(seed: string): string {
  return digits(seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
