import { once } from "node:events";
import type { Clone } from "./clone";

/** Who asks. */
export interface Subject {
  readonly user: string;
  readonly groups: readonly string[];
}

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/** What discovery does not list with the rest: parts of objects that have rights of their own. */
const PARTS = [
  ...["pods/log", "pods/exec", "pods/attach", "pods/portforward", "pods/eviction", "pods/ephemeralcontainers"],
  ...["pods/proxy", "services/proxy", "serviceaccounts/token", "namespaces/finalize", "nodes/proxy"],
  ...["deployments/scale.apps", "statefulsets/scale.apps", "replicasets/scale.apps"],
];

/** Asks the API server who may do what, as it would decide itself. */
export class Rights {
  constructor(
    private readonly url: string,
    private readonly resources: readonly string[],
  ) {}

  /** Asks with a proxy of kubectl, as long as the work takes. */
  static async of<T>(clone: Clone, work: (rights: Rights) => Promise<T>): Promise<T> {
    const names = (await clone.kubectl("api-resources", "--no-headers", "-o", "name")).trim().split("\n");
    const proxy = await clone.startKubectl("proxy", "--port=0");
    try {
      const [line] = (await once(proxy.stdout, "data")) as [Buffer];
      const [address = ""] = /127\.0\.0\.1:\d+/.exec(line.toString()) ?? [];
      return await work(new Rights(`http://${address}`, [...names, ...PARTS]));
    } finally {
      proxy.kill();
    }
  }

  /**
   * Every right in a namespace, for each verb and each kind of resource there is: `delete pods`.
   * @param namespace empty for the whole cluster
   */
  async in(namespace: string, subject: Subject): Promise<readonly string[]> {
    const found = await Promise.all(
      this.resources.map(async (resource) => {
        const allowed = await Promise.all(VERBS.map((verb) => this.#may(verb, resource, namespace, subject)));
        return VERBS.filter((_, index) => allowed[index]).map((verb) => `${verb} ${resource}`);
      }),
    );
    return found.flat().sort();
  }

  /** @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/ */
  async #may(verb: string, name: string, namespace: string, { user, groups }: Subject): Promise<boolean> {
    const [plural = "", ...group] = name.split(".");
    const [resource, subresource] = plural.split("/");
    const resourceAttributes = { verb, resource, subresource, group: group.join("."), namespace, name: "any" };
    const response = await fetch(`${this.url}/apis/authorization.k8s.io/v1/subjectaccessreviews`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { user, groups, resourceAttributes },
      }),
    });
    const { status } = (await response.json()) as { readonly status: { readonly allowed: boolean } };
    return status.allowed;
  }
}
