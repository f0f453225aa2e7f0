import { join } from "node:path";

/** The one context of a cluster's kubeconfig. */
export const CONTEXT = "thoughts-local";

/** The files of a control plane. */
export interface Files {
  readonly folder: string;
  readonly kubeconfig: string;
  /** The folder of etcd's data. */
  readonly database: string;
  readonly certificates: string;
  readonly tokens: string;
  readonly signingKey: string;
}

export function filesOf(folder: string): Files {
  return {
    folder,
    kubeconfig: join(folder, "kubeconfig"),
    database: join(folder, "etcd"),
    certificates: join(folder, "certificates"),
    tokens: join(folder, "tokens.csv"),
    signingKey: join(folder, "service-accounts.key"),
  };
}
