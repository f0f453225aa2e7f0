import { describe, expect, it } from "vitest";
import { AWS_STACKS } from "./names";
import { recordStack } from "./testing/graph";
import { Objects } from "./testing/objects";

// Statement 97: operators can look at the cluster in a browser. The browser is on their machine, so that nothing here is for it
// but their own access (docs/cluster-view.md).

interface Binding {
  readonly subjects: readonly { readonly kind: string; readonly namespace?: string }[];
  readonly roleRef: { readonly kind: string; readonly name: string };
}

describe.each(AWS_STACKS)("in %s", async (stack) => {
  const { resources } = await recordStack(stack);
  const objects = new Objects(resources);
  const entries = resources.filter(({ type }) => type === "aws:eks/accessEntry:AccessEntry");
  const associations = resources.filter(
    ({ type }) => type === "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  );
  const policyOf = (purpose: string) => {
    const found = associations.filter(({ inputs }) =>
      (inputs.principalArn as string).endsWith(`thoughts-${stack}-${purpose}`),
    );
    return found.map(({ inputs }) => [
      (inputs.policyArn as string).split("/").at(-1),
      (inputs.accessScope as { readonly type: string }).type,
    ]);
  };

  it("97: operators look at the whole cluster as themselves, by a role that changes nothing, or by one that edits", () => {
    expect(policyOf("read")).toEqual([["AmazonEKSViewPolicy", "cluster"]]);
    expect(policyOf("operate")).toEqual([["AmazonEKSEditPolicy", "cluster"]]);
    const principals = entries.map(({ inputs }) => inputs.principalArn as string);
    expect(principals.every((arn) => arn.includes(":role/thoughts-"))).toBe(true);
  });

  it("no pod looks for them: rights in the cluster are of pods' own accounts, by roles made for them", () => {
    const bindings = [
      ...objects.all("RoleBinding"),
      ...objects.all("ClusterRoleBinding"),
    ] as unknown as readonly Binding[];
    expect(bindings.length).toBeGreaterThan(0);
    for (const { subjects, roleRef } of bindings) {
      expect(subjects.map(({ kind }) => kind)).toEqual(["ServiceAccount"]);
      expect(roleRef.name).not.toMatch(/^(view|edit|admin|cluster-admin)$/);
    }
  });

  it("no token lasts: no Secret holds one of a ServiceAccount", () => {
    const types = objects.all("Secret").map((secret) => (secret as unknown as { readonly type?: string }).type);
    expect(types).not.toContain("kubernetes.io/service-account-token");
  });
});
