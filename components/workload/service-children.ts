import * as k8s from "@pulumi/kubernetes";
import { each, optional } from "../base/children";
import { FIRST_SLOT, type Slot } from "../base/labels";

/** What a service is made of. */
export const SERVICE = {
  "service-account": k8s.core.v1.ServiceAccount,
  "network-policy": k8s.networking.v1.NetworkPolicy,
  service: k8s.core.v1.Service,
  /** Services of one slot each. */
  "slot-service": each(k8s.core.v1.Service, (slot: Slot) => `service-${slot}`),
  deployment: each(k8s.apps.v1.Deployment, ofSlot("deployment")),
  hpa: each(k8s.autoscaling.v2.HorizontalPodAutoscaler, ofSlot("hpa")),
  pdb: each(k8s.policy.v1.PodDisruptionBudget, ofSlot("pdb")),
  ingress: optional(k8s.networking.v1.Ingress),
  "http-route": optional(k8s.apiextensions.CustomResource),
};

/** What is in the first slot is named as if there were no other. */
function ofSlot(role: string): (slot: Slot) => string {
  return (slot) => (slot === FIRST_SLOT ? role : `${role}-${slot}`);
}
