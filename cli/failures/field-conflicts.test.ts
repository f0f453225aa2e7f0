import { describe, expect, it } from "vitest";
import { conflictRemedies } from "./field-conflicts";

describe("a conflict over fields", () => {
  it("is told with each manager, each field, and how to take it over", () => {
    const one = 'Apply failed with 1 conflict: conflict with "argocd" using apps/v1: .spec.replicas';
    const two = 'Apply failed with 1 conflict: conflict with "helm": .data.key';
    expect(conflictRemedies([one, two, one].join("\n"), "local")).toEqual([
      expect.stringContaining('"argocd" owns .spec.replicas; "helm" owns .data.key. To keep that value'),
      "  PULUMI_K8S_ENABLE_PATCH_FORCE=true npm run up",
    ]);
  });

  it("of more managers and fields is told with all of them", () => {
    const scaled = `conflicts with "kubectl" with subresource "scale" using apps/v1:\n- .spec.replicas`;
    const patched = `conflicts with "kubectl-patch" using apps/v1:\n- .spec.paused\n- .spec.template.spec.terminationGracePeriodSeconds`;
    const [owned] = conflictRemedies(`Apply failed with 3 conflicts: ${scaled}\n${patched}\npreview failed\n`, "local");
    expect(owned).toMatch(
      '"kubectl" owns .spec.replicas; "kubectl-patch" owns .spec.paused; "kubectl-patch" owns .spec.template.spec.terminationGracePeriodSeconds. To keep',
    );
  });

  it("with another resource of a Pulumi program is not to be taken over: what has the old name is deleted after it", () => {
    const other =
      'Apply failed with 1 conflict: conflict with "pulumi-kubernetes-6419d947": .spec.volumeClaimTemplates';
    expect(conflictRemedies(other, "local").join(" ")).toMatch(
      /^An object is already there .* npm run down, then npm run up$/,
    );
    expect(conflictRemedies(other, "demo-anna").join(" ")).toMatch(
      / npx thoughts env destroy demo-anna, then npx thoughts env clone local demo-anna$/,
    );
    const both = conflictRemedies([other, 'conflict with "helm": .data.key'].join("\n"), "local").join(" ");
    expect(both).toMatch(/^"helm" owns \.data\.key\. .* An object is already there/);
  });

  it("with an autoscaler over the number of pods is not to be taken over before it has no choice", () => {
    const scaled = 'conflict with "kube-controller-manager" with subresource "scale" using apps/v1: .spec.replicas';
    const remedies = conflictRemedies(`Apply failed with 1 conflict: ${scaled}`, "local").join(" ");
    expect(remedies).toMatch(/Leave it no choice first: .*minReplicas and maxReplicas both as wanted, then npm run up/);
    expect(remedies).not.toContain("PULUMI_K8S_ENABLE_PATCH_FORCE");
  });

  it("is not seen in other failures", () => {
    expect(conflictRemedies("pulumi up failed: exceeded quota", "local")).toEqual([]);
  });
});
