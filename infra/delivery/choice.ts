import type { ArgoCdDeliveryArgs } from "../../components/delivery/argocd";
import type { Delivered } from "../../components/delivery/delivered";
import type { FluxDeliveryArgs } from "../../components/delivery/flux";

/**
 * Who applies the objects of the services: each object has one owner. Everything that pods need before they start stays
 * Pulumi's: the namespace, databases, migrations, configuration and Secrets.
 */
export type Delivery =
  | {
      readonly kind: "pulumi";
      /** Whether the services are about to get another owner: what Pulumi then lets go of stays in the cluster. */
      readonly handOver: boolean;
    }
  | (FromGit & Pick<FluxDeliveryArgs, "secretName"> & { readonly kind: "flux" })
  | (FromGit & Pick<ArgoCdDeliveryArgs, "sync"> & { readonly kind: "argocd" });

/** A folder of a repository, with a folder for each service in it. */
export type FromGit = Pick<Delivered, "url" | "branch" | "prune"> & {
  /** The folder of the environment in the repository. */
  readonly path: string;
};

/**
 * Who applies the services, for people: `flux, from staging of https://git.example/delivery.git`.
 * @returns undefined where it is Pulumi, as usual
 */
export function deliveryText(delivery: Delivery): string | undefined {
  switch (delivery.kind) {
    case "pulumi":
      return delivery.handOver ? "pulumi, ready to hand them over" : undefined;
    case "flux":
    case "argocd":
      return `${delivery.kind}, from ${delivery.path} of ${delivery.url}`;
    default:
      return delivery satisfies never;
  }
}

export const BY_PULUMI: Delivery = { kind: "pulumi", handOver: false };
