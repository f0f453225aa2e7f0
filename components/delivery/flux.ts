import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { AUTOSCALED } from "../workload/replicas";
import { type Delivered, DELIVERED_KINDS } from "./delivered";

/** How often Flux looks for a new commit, and puts back what was changed by hand. */
const INTERVAL = "5m";

/** How soon it tries again after a failure. */
const RETRY_INTERVAL = "1m";

const FLUX = {
  "service-account": k8s.core.v1.ServiceAccount,
  role: k8s.rbac.v1.Role,
  "role-binding": k8s.rbac.v1.RoleBinding,
  source: k8s.apiextensions.CustomResource,
  kustomization: each(k8s.apiextensions.CustomResource, (service: string) => service),
};

export interface FluxDeliveryArgs extends Delivered, Transformable<typeof FLUX> {
  /**
   * A Secret of the namespace with `identity` and `known_hosts`, or `username` and `password`, which people make.
   * @see https://fluxcd.io/flux/components/source/gitrepositories/#secret-reference
   * @default - undefined: everybody may read the repository
   */
  readonly secretName?: string | undefined;
  /** How long a service may take to be ready, in seconds. */
  readonly timeoutSeconds: number;
}

/**
 * A namespace whose services Flux brings in from Git: a GitRepository, and a Kustomization for each service, which waits for
 * the services that it calls. Everything is in the namespace itself. Flux applies it as a ServiceAccount that may have the
 * kinds of objects that a service is made of, and no others (https://fluxcd.io/flux/components/kustomize/kustomizations/#role-based-access-control).
 *
 * Flux's controllers and their definitions have to be in the cluster, from Flux 2.9 on: earlier ones know no `ignore`. What was delivered stays where a Kustomization is
 * deleted, so that somebody else can take it over.
 */
export class FluxDelivery extends Component<typeof FLUX> {
  readonly #name: string;
  readonly #args: FluxDeliveryArgs;

  constructor(name: string, args: FluxDeliveryArgs, opts: pulumi.ComponentResourceOptions) {
    super("delivery:FluxDelivery", name, FLUX, args, opts);
    this.#name = name;
    this.#args = args;
    const rights = this.#rights();
    const source = this.make(
      "source",
      {
        apiVersion: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata: this.#metadata(name),
        spec: {
          interval: INTERVAL,
          url: args.url,
          ref: { branch: args.branch },
          ...(args.secretName !== undefined && { secretRef: { name: args.secretName } }),
        },
      },
      { dependsOn: [...rights] },
    );
    for (const folder of args.folders) {
      this.makeEach("kustomization", folder.name, this.#kustomization(folder), { dependsOn: [source, ...rights] });
    }
    this.registerOutputs({});
  }

  #metadata(name: string) {
    const { namespace, partOf } = this.#args;
    return { name, namespace, labels: commonLabels(this.#name, partOf) };
  }

  #kustomization({ name, path, after }: FluxDeliveryArgs["folders"][number]) {
    const { prune, timeoutSeconds } = this.#args;
    return {
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata: this.#metadata(name),
      spec: {
        interval: INTERVAL,
        retryInterval: RETRY_INTERVAL,
        sourceRef: { kind: "GitRepository", name: this.#name },
        path: `./${path}`,
        prune,
        // Of everything that it applies; callers wait for it.
        wait: true,
        timeout: `${timeoutSeconds}s`,
        serviceAccountName: this.#name,
        // A number that an autoscaler moves is only what a new Deployment begins with.
        ignore: [{ paths: ["/spec/replicas"], target: { kind: "Deployment", annotationSelector: AUTOSCALED } }],
        // Who takes the services over, or makes this object anew, finds them running.
        deletionPolicy: "Orphan",
        ...(after.length > 0 && { dependsOn: after.map((other) => ({ name: other })) }),
      },
    };
  }

  #rights(): readonly pulumi.Resource[] {
    const { namespace } = this.#args;
    const metadata = this.#metadata(this.#name);
    const account = this.make("service-account", { metadata, automountServiceAccountToken: false });
    const role = this.make("role", { metadata, rules: [...RULES] });
    const binding = this.make("role-binding", {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
    });
    return [account, binding];
  }
}

/** What is needed to apply an object, to wait until it is ready, and to delete it. */
const RULES: readonly types.input.rbac.v1.PolicyRule[] = [
  ...DELIVERED_KINDS.map(({ group, resource }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
  })),
  // A Deployment is ready by its pods.
  { apiGroups: ["apps"], resources: ["replicasets"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
];
