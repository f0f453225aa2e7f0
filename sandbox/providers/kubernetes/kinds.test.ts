import { describe, expect, it } from "vitest";

import { logicalName, tokenOf } from "../wire/urn";
import { kindOf, supportedTokens } from "./kinds";

describe("a token", () => {
  it("names group, version and kind, and for built-in kinds where they are served", () => {
    expect(kindOf("kubernetes:core/v1:Service")).toMatchObject({
      group: "",
      apiVersion: "v1",
      builtIn: { plural: "services" },
    });
    expect(kindOf("kubernetes:apps/v1:Deployment")).toMatchObject({ group: "apps", apiVersion: "apps/v1" });
    expect(kindOf("kubernetes:core/v1:Namespace").builtIn?.namespaced).toBe(false);
  });

  it("of any other group is a custom resource", () => {
    const custom = kindOf("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute");
    expect(custom).toMatchObject({ apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" });
    expect(custom.builtIn).toBeUndefined();
  });

  it.each([
    "helm.sh/v3:Release",
    "yaml/v2:ConfigFile",
    "apps/v1:DeploymentPatch",
    "core/v1:PodList",
    "extensions/v1beta1:Ingress",
  ])("kubernetes:%s is refused with what is supported and what to do", (rest) => {
    expect(() => kindOf(`kubernetes:${rest}`)).toThrow(/is not supported .* Supported: .*official plugin/);
  });

  it("is supported for every kind on the list", () => {
    for (const token of supportedTokens()) expect(kindOf(token).builtIn).toBeDefined();
  });

  it("is the last type of a URN, and the rest is the logical name", () => {
    const urn = "urn:pulumi:dev::shop::thoughts:Service$kubernetes:core/v1:Service::web::more";
    expect(tokenOf(urn)).toBe("kubernetes:core/v1:Service");
    expect(logicalName(urn)).toBe("web::more");
  });
});
