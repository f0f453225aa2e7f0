import { UserError } from "../engine/user-error";
import type { ClusterContext } from "./cluster-context";

/** Why kubectl failed: the reason of the API server's answer, `Unreachable` where there was no answer, or `Other`. */
export type KubectlFailure = "Forbidden" | "NotFound" | "Unauthorized" | "Unreachable" | "Other";

/** kubectl failed, with a message for people. */
export class KubectlError extends UserError {
  constructor(
    readonly failure: KubectlFailure,
    message: string,
  ) {
    super(message);
  }
}

/** What kubectl itself, and its client library, logs before the line that is for people. */
const LOG_LINE = /^[EIW]\d{4} .*\n?/gm;

const UNAUTHORIZED = /\(Unauthorized\)|You must be logged in to the server/;

/** @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go */
const UNREACHABLE = /^(?:Unable to connect to the server: (?<why>.*)|The connection to the server .* was refused)/m;

/** What the API server answered: the reason, and a message. */
const ANSWER = /^Error from server(?: \((?<reason>\w+)\))?: (?<message>.*)/m;

/**
 * The error for what kubectl printed when it failed.
 * @param printed its standard error
 * @param server where the cluster is: `https://127.0.0.1:6443`
 */
export function kubectlError(cluster: ClusterContext, server: string, printed: string): KubectlError {
  const { context } = cluster;
  const text = printed.replace(LOG_LINE, "").trim();
  if (UNAUTHORIZED.test(text)) {
    return new KubectlError(
      "Unauthorized",
      `The cluster of context ${context} does not know the credentials of that context; renew them.`,
    );
  }
  const silent = UNREACHABLE.exec(text);
  if (silent !== null) {
    return unreachable(cluster, server, silent.groups?.why ?? "the connection was refused");
  }
  const { reason, message = "" } = ANSWER.exec(text)?.groups ?? {};
  if (reason === "Forbidden") {
    return new KubectlError("Forbidden", forbidden(context, message));
  }
  const said = message === "" ? text : `${reason ?? "error"}: ${message}`;
  return new KubectlError(
    reason === "NotFound" ? reason : "Other",
    `The cluster of context ${context} answers ${said || "nothing that kubectl understands"}`,
  );
}

/** @param why the reason, as the middle of a sentence */
export function unreachable({ kubeconfig, context }: ClusterContext, server: string, why: string): KubectlError {
  return new KubectlError(
    "Unreachable",
    `The cluster of context ${context} can't be asked at ${server}: ${why}. See whether it runs and can be reached ` +
      `from here: kubectl --kubeconfig ${kubeconfig} --context ${context} version`,
  );
}

/** @param message `nodes is forbidden: User "reader" cannot list resource "nodes" in API group "" at the cluster scope` */
function forbidden(context: string, message: string): string {
  const what = /\bcannot (.*)/.exec(message)?.[1] ?? `do this: ${message}`;
  const remedy = /^(?:get|list) /.test(what)
    ? "use credentials that may read all namespaces and nodes"
    : "use credentials that may";
  return `The cluster of context ${context} refuses to ${what} (status 403); ${remedy}.`;
}
