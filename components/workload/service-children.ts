import * as k8s from "@pulumi/kubernetes";
import { each, optional } from "../base/children";
import { FIRST_SLOT, type Slot } from "../base/labels";

/** What a service is made of. */
export const SERVICE = {
  account: k8s.core.v1.ServiceAccount,
  network: k8s.networking.v1.NetworkPolicy,
  service: k8s.core.v1.Service,
  /** Services of slots that the Service itself does not select. */
  candidate: each(k8s.core.v1.Service, (slot: Slot) => `service-${slot}`),
  deployment: each(k8s.apps.v1.Deployment, ofSlot("deployment")),
  autoscaler: each(k8s.autoscaling.v2.HorizontalPodAutoscaler, ofSlot("autoscaler")),
  budget: each(k8s.policy.v1.PodDisruptionBudget, ofSlot("budget")),
  ingress: optional(k8s.networking.v1.Ingress),
  route: optional(k8s.apiextensions.CustomResource),
};

/** What is in the first slot is named as if there were no other. */
function ofSlot(role: string): (slot: Slot) => string {
  return (slot) => (slot === FIRST_SLOT ? role : `${role}-${slot}`);
}
