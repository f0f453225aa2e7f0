import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Problem, under } from "../base/problems";
import { checkContainer, checkUser, type InitContainer, renderContainer, renderVolumes } from "./container";
import { checkNetworkAccess, type Dependency } from "./network-policy";
import { podSecurity } from "./security";

/** A program that does one thing and ends, and that nobody connects to. */
export interface Task {
  readonly container: InitContainer;
  /** Numeric id that it runs as; root (0) is refused. */
  readonly user: number;
  /** What it connects to. */
  readonly dependencies: readonly Dependency[];
}

export function checkTask({ container, user, dependencies }: Task): readonly Problem[] {
  return [
    ...under("container", checkContainer(container)),
    ...checkUser(user),
    ...under("dependencies", checkNetworkAccess({ callers: [], dependencies })),
  ];
}

/**
 * The pod of a task. It is not started again in place: what a pod that failed said can be read.
 * @param serviceAccountName @default - the namespace's own account, which may do nothing
 */
export function renderTaskPod(
  { container, user }: Pick<Task, "container" | "user">,
  serviceAccountName?: pulumi.Input<string>,
): types.input.core.v1.PodSpec {
  return {
    restartPolicy: "Never",
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity(user),
    containers: [renderContainer(container)],
    volumes: renderVolumes([container]),
  };
}
