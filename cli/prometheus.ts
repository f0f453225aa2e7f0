import { UserError } from "../engine/user-error";
import type { Kubectl } from "./kubectl";
import { KubectlError } from "./kubectl-error";

/** Fetches a path of Prometheus' HTTP API. */
export type Ask = (path: string) => Promise<string>;

/** The Service of Prometheus, as the API server names its ports. */
const SERVICE = "http:prometheus-service:80";

/** Reaches the environment's Prometheus wherever the cluster is, without a host name for it. */
export function prometheusOf(kubectl: Kubectl, namespace: string): Ask {
  const proxy = `/api/v1/namespaces/${namespace}/services/${SERVICE}/proxy`;
  return async (path) => {
    try {
      return await kubectl("get", "--raw", proxy + path);
    } catch (error) {
      throw error instanceof KubectlError ? new UserError(`Prometheus does not answer: ${error.message}`) : error;
    }
  };
}
