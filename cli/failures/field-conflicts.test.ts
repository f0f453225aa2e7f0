import { describe, expect, it } from "vitest";
import { conflictRemedies } from "./field-conflicts";

describe("a conflict over fields", () => {
  it("is told with each manager, each field, and how to take it over", () => {
    const one = 'Apply failed with 1 conflict: conflict with "argocd" using apps/v1: .spec.replicas';
    const two = 'Apply failed with 1 conflict: conflict with "helm": .data.key';
    expect(conflictRemedies([one, two, one].join("\n"))).toEqual([
      expect.stringContaining('"argocd" owns .spec.replicas; "helm" owns .data.key. To keep that value'),
      "  PULUMI_K8S_ENABLE_PATCH_FORCE=true npm run up",
    ]);
  });

  it("is not seen in other failures", () => {
    expect(conflictRemedies("pulumi up failed: exceeded quota")).toEqual([]);
  });
});
