// Kubernetes' own roles for users take the place of EKS's access policies, which AWS calls similar.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testCluster, type TestCluster } from "../../control-plane/test-cluster";

const FILE = join(__dirname, "access-policies.yaml");

/** What a browser of the cluster asks for, to show what runs. */
const SHOWN = [
  ...["pods", "pods/log", "services", "endpoints", "events", "configmaps", "persistentvolumeclaims", "namespaces"],
  ...["deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch"],
  ...["ingresses.networking.k8s.io", "networkpolicies.networking.k8s.io", "horizontalpodautoscalers.autoscaling"],
  "poddisruptionbudgets.policy",
];
/** What tells secrets, or is another way to rights. */
const KEPT = ["secrets", "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", "nodes"];
const CHANGES = ["create", "update", "patch", "delete", "deletecollection"];

describe("whoever looks at a cluster in a browser", () => {
  let own: TestCluster;

  const kubectl = (...args: readonly string[]) =>
    spawnSync(join(own.tools.kubernetes.folder, "kubectl"), ["--kubeconfig", own.kubeconfig, ...args], {
      encoding: "utf8",
    });
  /** Asks the API server itself. */
  const mayDo = (policy: string, verb: string, resource: string) => {
    const [type = "", subresource] = resource.split("/");
    const options = ["--all-namespaces", ...(subresource === undefined ? [] : [`--subresource=${subresource}`])];
    const as = ["--as", "somebody", "--as-group", `eks:${policy}`];
    return kubectl("auth", "can-i", verb, type, ...options, ...as).stdout.trim() === "yes";
  };

  beforeAll(async () => {
    own = await testCluster();
    expect(kubectl("apply", "-f", FILE).status).toBe(0);
  });
  afterAll(() => own.stop());

  it("as the role read sees what runs, and no Secret, no rights and no node", () => {
    const seen = (resources: readonly string[]) =>
      resources.filter((name) => mayDo("AmazonEKSViewPolicy", "list", name));
    expect(seen(SHOWN)).toEqual(SHOWN);
    expect(seen(KEPT)).toEqual([]);
  });

  it("as the role read changes nothing, and gets into no pod", () => {
    const allowed = ["pods", "deployments.apps", "configmaps"].flatMap((resource) =>
      CHANGES.filter((verb) => mayDo("AmazonEKSViewPolicy", verb, resource)).map((verb) => [verb, resource]),
    );
    const inside = ["pods/exec", "pods/portforward", "pods/attach", "pods/ephemeralcontainers"].filter(
      (resource) => mayDo("AmazonEKSViewPolicy", "create", resource) || mayDo("AmazonEKSViewPolicy", "get", resource),
    );
    expect([allowed, inside]).toEqual([[], []]);
  });

  it("as the role operate restarts and gets into pods, and gives nobody rights", () => {
    expect(mayDo("AmazonEKSEditPolicy", "patch", "deployments.apps")).toBe(true);
    expect(mayDo("AmazonEKSEditPolicy", "create", "pods/exec")).toBe(true);
    expect(mayDo("AmazonEKSEditPolicy", "create", "rolebindings.rbac.authorization.k8s.io")).toBe(false);
  });
});
