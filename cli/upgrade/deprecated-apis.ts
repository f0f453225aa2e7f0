import { kubernetesMinor } from "../../components/cluster/kubernetes-versions";
import { type Finding, failure, note, ok } from "./finding";
import { minuteText } from "../minute-text";

/** An API that something has asked for although it is going to go. */
export interface DeprecatedApi {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** `status`; empty for the object itself. */
  readonly subresource: string;
  /** The first release without it, `1.37`; empty if none is named yet. */
  readonly removedRelease: string;
}

/** What an API server remembers of requests for such APIs. */
export type ApiRequests =
  | {
      readonly kind: "known";
      /** When it started, and with that its memory. @default - it does not say */
      readonly since?: Date;
      readonly deprecated: readonly DeprecatedApi[];
    }
  /** Whoever asks may not read its metrics. */
  | { readonly kind: "forbidden" };

/**
 * Reads an API server's metrics: a gauge for each deprecated API, which is 1 from the first request on.
 * @see https://kubernetes.io/docs/reference/instrumentation/metrics/ (apiserver_requested_deprecated_apis)
 */
export function apiRequestsOf(metrics: string): ApiRequests {
  const lines = metrics.split("\n");
  const start = lines.find((line) => line.startsWith("process_start_time_seconds "));
  return {
    kind: "known",
    since: start === undefined ? undefined : new Date(Number(start.split(" ")[1]) * 1000),
    deprecated: lines.filter((line) => line.startsWith("apiserver_requested_deprecated_apis{")).map(deprecatedApi),
  };
}

function deprecatedApi(line: string): DeprecatedApi {
  const labels = new Map([...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]));
  const label = (name: string) => labels.get(name) ?? "";
  return {
    group: label("group"),
    version: label("version"),
    resource: label("resource"),
    subresource: label("subresource"),
    removedRelease: label("removed_release"),
  };
}

const GUIDE = "https://kubernetes.io/docs/reference/using-api/deprecation-guide/";

/** @param target the version to go to: `1.36` */
export function judgeRequests(requests: ApiRequests, target: string, eks: boolean): readonly Finding[] {
  if (requests.kind === "forbidden") {
    return [
      note(
        "not known: the credentials may not GET /metrics, as the ClusterRole system:monitoring lets its holders. " +
          `${eks ? "Or ask" : "On EKS, ask"} for the insights: ${INSIGHTS}`,
      ),
    ];
  }
  const { since, deprecated } = requests;
  const found = deprecated.map((api) => judgeApi(api, target));
  const started = since === undefined ? "" : `, which started ${minuteText(since)}`;
  const memory = `by the memory of one API server${started}`;
  return [
    ...found,
    ...(found.some(({ kind }) => kind === "failure")
      ? []
      : [ok(`nothing has asked for an API that ${target} lacks, ${memory}`)]),
    ...(eks ? [note(`AWS knows of all API servers and 30 days: ${INSIGHTS}`)] : []),
  ];
}

const INSIGHTS = "aws eks list-insights --cluster-name NAME";

function judgeApi(api: DeprecatedApi, target: string): Finding {
  const { removedRelease } = api;
  const name = nameOf(api);
  if (removedRelease === "") {
    return note(`${name} was asked for: deprecated, and no release is named yet that removes it${byItself(api)}`);
  }
  if (!/^1\.\d+$/.test(removedRelease) || kubernetesMinor(removedRelease) > kubernetesMinor(target)) {
    return note(`${name} was asked for: ${removedRelease} removes it`);
  }
  return failure(
    `${name} was asked for, and ${removedRelease} removes it. Who does: the audit log's entries with ` +
      `k8s.io/deprecated; what to use: ${GUIDE} It stays named here until the API server starts anew.`,
  );
}

/** `endpoints (v1)`, `ipaddresses (networking.k8s.io/v1beta1)`. */
function nameOf({ group, version, resource, subresource }: DeprecatedApi): string {
  return `${resource}${subresource === "" ? "" : `/${subresource}`} (${group === "" ? "" : `${group}/`}${version})`;
}

/** The control plane writes Endpoints for old clients: they are named in every cluster. */
function byItself({ group, resource }: DeprecatedApi): string {
  return group === "" && resource === "endpoints" ? " (Kubernetes' own controllers do so)" : "";
}
