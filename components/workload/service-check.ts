import { type Problem, under } from "../base/problems";
import { frontOf } from "../ingress/exposure";
import { checkRelease } from "../rollout/release";
import { ROLLING_DEFAULT } from "../rollout/strategy";
import { checkContainer, checkUser } from "./container";
import { checkNetworkAccess } from "./network-policy";
import { checkScaling, mostReplicas } from "./scaling";
import type { ServiceArgs } from "./service-args";
import { checkShutdown, shutdownTimes } from "./shutdown";

/** What is looked at: everything that needs no other resource. */
export type CheckedArgs = Omit<ServiceArgs, "namespace" | "partOf" | "owner" | "address">;

/** All that can be wrong with a service before anything exists. */
export function checkService(args: CheckedArgs): readonly Problem[] {
  const {
    container,
    sidecars = [],
    initContainers = [],
    scaling,
    shutdown = {},
    user,
    network,
    exposure = { kind: "internal" },
  } = args;
  return [
    ...under("container", checkContainer(container)),
    ...sidecars.flatMap((sidecar) => under(`sidecars.${sidecar.name}`, checkContainer(sidecar))),
    ...initContainers.flatMap((each) =>
      under(`initContainers.${each.name}`, checkContainer({ ...each, image: container.image })),
    ),
    ...under("scaling", checkScaling(scaling)),
    ...under("shutdown", checkShutdown(shutdownTimes(shutdown, frontOf(exposure)))),
    ...under("network", checkNetworkAccess(network)),
    ...checkUser(user),
    ...checkRelease({ ...args, image: container.image }),
    ...checkData(args),
  ];
}

/** Two pods that keep data would hold two diverging copies. */
function checkData({ sidecars = [], scaling, strategy = ROLLING_DEFAULT }: CheckedArgs): readonly Problem[] {
  const holder = sidecars.find(({ keepsDataInPod }) => keepsDataInPod);
  if (holder === undefined) {
    return [];
  }
  const problems: Problem[] = [];
  if (scaling.kind === "hpa" || mostReplicas(scaling) > 1) {
    const given = scaling.kind === "hpa" ? "an autoscaler" : `${scaling.replicas} replicas`;
    problems.push({
      path: "scaling",
      message:
        `${given} with the sidecar ${holder.name}, which keeps its data in the pod: two pods would hold two ` +
        `diverging copies. Use { kind: "fixed", replicas: 1 }, or a database outside the pod.`,
    });
  }
  if (strategy.kind === "blueGreen" || strategy.kind === "canary") {
    problems.push({
      path: "strategy",
      message:
        `${strategy.kind} with the sidecar ${holder.name}, which keeps its data in the pod: the new version would serve ` +
        `other data than the old one. Use recreate, or a database outside the pod.`,
    });
  }
  return problems;
}
