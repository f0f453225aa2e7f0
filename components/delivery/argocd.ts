import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { type Delivered, DELIVERED_KINDS } from "./delivered";

/** Argo CD reads Applications and projects in its own namespace only, unless it is told otherwise. */
const ARGOCD_NAMESPACE = "argocd";

/** The cluster that Argo CD is in. */
const SAME_CLUSTER = "https://kubernetes.default.svc";

const ARGOCD = {
  project: k8s.apiextensions.CustomResource,
  application: each(k8s.apiextensions.CustomResource, (service: string) => service),
};

export interface ArgoCdDeliveryArgs extends Delivered, Transformable<typeof ARGOCD> {
  /** The project, and what the names of Applications end in: `frontend-staging`. */
  readonly environment: string;
  /** `automatic` applies each commit, and puts back what was changed by hand; with `manual`, somebody starts it. */
  readonly sync: "automatic" | "manual";
}

/**
 * A namespace whose services Argo CD brings in from Git: an AppProject that allows this repository, this namespace and the
 * kinds of objects that a service is made of, and an Application for each service.
 *
 * Argo CD has to be in the cluster, in the namespace `argocd`. What was delivered stays where an Application is deleted: it
 * has no finalizer (https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/).
 */
export class ArgoCdDelivery extends Component<typeof ARGOCD> {
  constructor(name: string, args: ArgoCdDeliveryArgs, opts: pulumi.ComponentResourceOptions) {
    super("delivery:ArgoCdDelivery", name, ARGOCD, args, opts);
    const { environment, namespace, url, branch, prune, sync } = args;
    const destination = { server: SAME_CLUSTER, namespace };
    const metadata = (own: string) => ({
      name: own,
      namespace: ARGOCD_NAMESPACE,
      labels: commonLabels(name, args.partOf),
    });
    const project = this.make("project", {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AppProject",
      metadata: metadata(environment),
      spec: {
        description: `Services of ${environment}`,
        sourceRepos: [url],
        destinations: [destination],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: DELIVERED_KINDS.map(({ group, kind }) => ({ group, kind })),
      },
    });
    for (const { name: service, path } of args.folders) {
      this.makeEach(
        "application",
        service,
        {
          apiVersion: "argoproj.io/v1alpha1",
          kind: "Application",
          metadata: metadata(`${service}-${environment}`),
          spec: {
            project: environment,
            source: { repoURL: url, targetRevision: branch, path, directory: { recurse: false } },
            destination,
            // The number of pods that an autoscaler has set.
            ignoreDifferences: [
              { group: "apps", kind: "Deployment", managedFieldsManagers: ["kube-controller-manager"] },
            ],
            syncPolicy: {
              ...(sync === "automatic" && { automated: { prune, selfHeal: true } }),
              syncOptions: ["ServerSideApply=true", "RespectIgnoreDifferences=true", "CreateNamespace=false"],
            },
          },
        },
        { dependsOn: [project] },
      );
    }
    this.registerOutputs({});
  }
}
