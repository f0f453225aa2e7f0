import { objectsAt } from "../../wire/json";
import { READY, waiting, type Readiness } from "./verdict";

/** https://kubernetes.io/docs/concepts/services-networking/ingress/: a controller writes the address. */
export const ingress: Readiness = {
  judge: (live) =>
    objectsAt(live, "status", "loadBalancer", "ingress").length > 0
      ? READY
      : waiting("no ingress controller has given the Ingress an address; does one serve its ingressClassName?"),
};
