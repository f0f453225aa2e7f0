import type { types } from "@pulumi/kubernetes";

/**
 * What every pod here runs under: the `restricted` Pod Security Standard. There is no way to ask for less.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 * @param user numeric id of the image's user; Kubernetes can't tell that a user given by name is not root
 */
export function podSecurity(user: number): types.input.core.v1.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/**
 * What every container here runs under; its root file system is read-only, so it writes to volumes alone.
 * @param user numeric id, where it is not the pod's
 */
export function containerSecurity(user?: number): types.input.core.v1.SecurityContext {
  return {
    ...(user !== undefined && { runAsUser: user }),
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  };
}
