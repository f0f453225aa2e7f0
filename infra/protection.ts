import { BACKENDS, type BackendName } from "./system";

export type ProtectedName =
  "key" | "images" | `${BackendName}-db` | "access-logs" | "load-balancer" | "cluster-access" | "logs";

/**
 * What holds data, or an address, that can't be made again. The engine and AWS refuse to delete or replace any of it, unless
 * the environment names it. Of the access to the cluster it is its loss that is refused.
 */
export const PROTECTED: readonly ProtectedName[] = [
  "key",
  "images",
  ...BACKENDS.map((backend) => `${backend}-db` as const),
  "access-logs",
  "load-balancer",
  "cluster-access",
  "logs",
];

/** Whether it is to be protected. @param unprotected what the environment names */
export function isProtected(
  name: ProtectedName,
  { unprotected }: { readonly unprotected: readonly ProtectedName[] },
): boolean {
  return !unprotected.includes(name);
}
