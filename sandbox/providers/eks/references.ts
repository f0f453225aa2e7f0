import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as eksVersion } from "@pulumi/eks/package.json";
import { ComponentResource, runtime, type Output } from "@pulumi/pulumi";
import { AwsResource } from "./aws-resource";
import { CLUSTER, type Core } from "./cluster";

/** A cluster that the program has from this plugin and gives to another component. */
export class ClusterReference extends ComponentResource {
  declare readonly core: Output<Core>;

  constructor(name: string, urn: string) {
    super(CLUSTER, name, { core: undefined }, { urn });
  }
}

/** Lets resources among a component's inputs be read as such. */
export function registerReferences(): void {
  runtime.registerResourceModule("eks", "index", {
    version: eksVersion,
    construct: (name: string, type: string, urn: string) => {
      if (type !== CLUSTER) {
        throw new Error(`${type} is not known to the stand-in for EKS as an input; it knows ${CLUSTER}.`);
      }
      return new ClusterReference(name, urn);
    },
  });
  for (const module of ["iam/role", "eks/cluster", "ec2/securityGroup"]) {
    runtime.registerResourceModule("aws", module, {
      version: awsVersion,
      construct: (name: string, type: string, urn: string) => new AwsResource(type, name, {}, { urn }),
    });
  }
}
