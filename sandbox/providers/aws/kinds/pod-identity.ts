import { z } from "zod";
import { textAt, type JsonObject } from "../../wire/json";
import { digits, type Kind } from "../kind";
import { roleOf } from "../references";
import { arn, tags, text } from "../values";

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html */
export const podIdentityAssociation: Kind = {
  type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  inputs: z.strictObject({
    clusterName: z.string(),
    namespace: text(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "the name of a namespace"),
    serviceAccount: text(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, "the name of a ServiceAccount"),
    roleArn: arn,
    disableSessionTags: z.boolean().optional(),
    tags: tags.optional(),
  }),
  replaces: ["clusterName", "namespace", "serviceAccount"],
  tagged: true,
  references: [
    { property: "clusterName", to: "aws:eks/cluster:Cluster", by: "name", missing: "ResourceNotFoundException" },
    roleOf("roleArn"),
  ],
  key: (inputs) => ["clusterName", "namespace", "serviceAccount"].map((property) => textAt(inputs, property)).join("/"),
  taken: "ResourceInUseException",
  id: (_, { seed }) => `a-${digits(seed, 16)}`,
  outputs: (inputs: JsonObject, { account, region, seed }) => ({
    associationArn: `arn:aws:eks:${region}:${account}:podidentityassociation/${textAt(inputs, "clusterName")}/a-${digits(seed, 16)}`,
    associationId: `a-${digits(seed, 16)}`,
    region,
  }),
};
