import { ArgoCdDelivery } from "../delivery/argocd";
import type { Delivered } from "../delivery/delivered";
import { FluxDelivery } from "../delivery/flux";
import type { Components } from "./any-component";

/** Two services, of which one calls the other. */
export const DELIVERED: Delivered = {
  url: "https://git.example/delivery.git",
  branch: "main",
  prune: true,
  namespace: "example",
  partOf: "system",
  folders: [
    { name: "backend", path: "staging/example/backend", after: [] },
    { name: "page", path: "staging/example/page", after: ["backend"] },
  ],
};

/** What brings services in from Git. */
export const DELIVERY: Components = {
  ArgoCdDelivery: [
    (also, opts) => new ArgoCdDelivery("it", { ...DELIVERED, environment: "it", sync: "automatic", ...also }, opts),
  ],
  FluxDelivery: [(also, opts) => new FluxDelivery("it", { ...DELIVERED, timeoutSeconds: 60, ...also }, opts)],
};
