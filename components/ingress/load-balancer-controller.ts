import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { PodIdentity } from "../identity/pod-identity";
import { loadBalancerPermissions } from "./load-balancer-permissions";

const CHILDREN = {
  identity: PodIdentity,
  release: k8s.helm.v3.Release,
};

export interface LoadBalancerControllerArgs extends Transformable<typeof CHILDREN> {
  readonly account: string;
  readonly region: string;
  /** Name of the cluster, as the permissions have it. */
  readonly clusterName: string;
  readonly vpcId: pulumi.Input<string>;
  /** Version of the Helm chart. */
  readonly chartVersion: string;
  /** Whether load balancers may have a web ACL in AWS WAF. */
  readonly webAcl: boolean;
  /** Tags of all that it makes. */
  readonly tags: Readonly<Record<string, string>>;
}

const NAME = "aws-load-balancer-controller";
/** Its chart, and where that is from. */
export const CHART = { chart: NAME, repo: "https://aws.github.io/eks-charts" };
const NAMESPACE = "kube-system";

/** Class of the Ingresses that it makes load balancers for. */
export const INGRESS_CLASS = "alb";

/**
 * AWS Load Balancer Controller: makes an Application Load Balancer of an Ingress. Whatever has an Ingress depends on it: one
 * that goes first leaves load balancers behind, and they hold the network.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
 */
export class LoadBalancerController extends Component<typeof CHILDREN> {
  /** Of its pods. */
  readonly roleArn: pulumi.Output<string>;

  /** @param opts with the `aws` and `kubernetes` providers */
  constructor(name: string, args: LoadBalancerControllerArgs, opts: pulumi.ComponentResourceOptions) {
    super("ingress:LoadBalancerController", name, CHILDREN, args, opts);
    const identity = this.make(
      "identity",
      {
        clusterName: args.clusterName,
        namespace: NAMESPACE,
        serviceAccount: NAME,
        statements: loadBalancerPermissions(args),
      },
      { dependsOn: opts.dependsOn ?? [] },
    );
    this.make(
      "release",
      {
        name: NAME,
        namespace: NAMESPACE,
        chart: CHART.chart,
        version: args.chartVersion,
        repositoryOpts: { repo: CHART.repo },
        // A release that failed is taken back, and not left for the next run to stumble over.
        atomic: true,
        cleanupOnFail: true,
        maxHistory: 5,
        values: this.#values(args),
      },
      { dependsOn: identity },
    );
    this.roleArn = identity.roleArn;
    this.registerOutputs({ chart: NAME, version: args.chartVersion });
  }

  #values({
    clusterName,
    region,
    vpcId,
    webAcl,
    tags,
  }: LoadBalancerControllerArgs): Record<string, pulumi.Input<unknown>> {
    return {
      clusterName,
      region,
      vpcId,
      defaultTags: tags,
      replicaCount: 2,
      podDisruptionBudget: { maxUnavailable: 1 },
      serviceAccount: { create: true, name: NAME },
      ingressClass: INGRESS_CLASS,
      resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "256Mi" } },
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      // What is not used asks for no permission.
      enableShield: false,
      enableWaf: false,
      enableWafv2: webAcl,
      // Services stay what they say they are; only Ingresses make load balancers here.
      enableServiceMutatorWebhook: false,
    };
  }
}
