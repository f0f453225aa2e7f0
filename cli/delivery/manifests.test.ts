import { describe, expect, it } from "vitest";
import type { Resource } from "../bootstrap/resource";
import { manifestsForGit } from "./manifests";

const urn = (name: string) => `urn:pulumi:local::thoughts::kubernetes:core/v1:Service::${name}`;
const provider = (name: string) => `urn:pulumi:local::thoughts::pulumi:providers:kubernetes::${name}::1234`;
const service = (name: string, more: Partial<Resource> = {}): Resource => ({
  urn: urn(name),
  provider: provider("git"),
  inputs: {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: `${name}-service`,
      namespace: "example",
      labels: { app: `${name}-service`, "app.kubernetes.io/name": name },
      annotations: { "pulumi.com/skipAwait": "true", kept: "still" },
    },
  },
  ...more,
});

describe("what a state holds for Git", () => {
  it("is what the provider that applies nothing has, sorted by file", () => {
    const found = manifestsForGit([
      service("users-backend"),
      service("frontend"),
      service("applied", { provider: provider("cluster") }),
      service("replaced", { delete: true }),
      { urn: urn("component") },
    ]);
    expect(found.map(({ path }) => path)).toEqual([
      "example/frontend/service-frontend-service.yaml",
      "example/users-backend/service-users-backend-service.yaml",
    ]);
  });

  it("says nothing to the plugin, and everything else that it said", () => {
    const [{ text } = { text: "" }] = manifestsForGit([service("frontend")]);
    expect(text).toContain("kept: still");
    expect(text).not.toContain("pulumi.com/");
  });

  it("is refused if a secret would come into Git, with where it is and what to do", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const inputs = { ...service("frontend").inputs, spec: { password: [secret] } };
    expect(() => manifestsForGit([service("frontend", { inputs })])).toThrow(
      "kubernetes:core/v1:Service frontend has a secret value, which may not be in Git; put it into a Secret",
    );
  });
});
