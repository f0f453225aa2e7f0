import * as k8s from "@pulumi/kubernetes";
import { expect, it } from "vitest";
import { record } from "../testing/recording";
import { VolumeClass } from "./volume-class";

it("a class of volumes is the default, encrypted, tagged, and waits for the pod that a volume is for", async () => {
  const { resources } = await record(() => {
    const provider = new k8s.Provider("kubernetes", {});
    const tags = { owner: "me", "cost-centre": "a b" };
    new VolumeClass("volumes", { className: "gp3", tags }, { provider });
  });
  expect(resources.find(({ name }) => name === "volumes-storage-class")?.inputs).toEqual({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "ebs.csi.aws.com",
    parameters: {
      type: "gp3",
      encrypted: "true",
      tagSpecification_1: "cost-centre=a b",
      tagSpecification_2: "owner=me",
    },
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
    reclaimPolicy: "Delete",
  });
});
