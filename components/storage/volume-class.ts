import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";

const CHILDREN = {
  "storage-class": k8s.storage.v1.StorageClass,
};

export interface VolumeClassArgs extends Transformable<typeof CHILDREN> {
  /** The name that claims have it by. */
  readonly className: string;
  /** Tags of the volumes, which the AWS provider does not make. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Whose volumes they are. */
const EBS_DRIVER = "ebs.csi.aws.com";
const IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";

/**
 * The class of volumes that a claim gets that names none: gp3 disks of EBS, encrypted. EKS has had no such class of its own
 * since 1.30, and a claim without one waits for ever.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions-standard.html (1.30)
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
 */
export class VolumeClass extends Component<typeof CHILDREN> {
  /** Known once claims can name it. */
  readonly className: pulumi.Output<string>;

  /** @param opts what it depends on, such as the driver, is there for as long as the class is */
  constructor(name: string, args: VolumeClassArgs, opts: pulumi.ComponentResourceOptions) {
    super("storage:VolumeClass", name, CHILDREN, args, opts);
    const { className, tags } = args;
    const storageClass = this.make(
      "storage-class",
      {
        metadata: { name: className, annotations: { [IS_DEFAULT]: "true" } },
        provisioner: EBS_DRIVER,
        parameters: { type: "gp3", encrypted: "true", ...tagParameters(tags) },
        // A disk is in one zone: the one that its pod comes to, so the pod goes first.
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: "Delete",
      },
      { dependsOn: opts.dependsOn ?? [] },
    );
    this.className = storageClass.metadata.name;
    this.registerOutputs({ className: this.className });
  }
}

/** @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md */
function tagParameters(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(tags).sort();
  return Object.fromEntries(entries.map(([key, value], index) => [`tagSpecification_${index + 1}`, `${key}=${value}`]));
}
