import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { ROOT } from "../../engine/pulumi/bundle";
import { UserError } from "../../engine/user-error";
import type { Manifest } from "./manifest";
import { render, writeManifests } from "./render";

describe("the manifests of staging", () => {
  let manifests: readonly Manifest[];
  const of = (path: string) => manifests.find((manifest) => manifest.path === path)?.text ?? "";

  beforeAll(() => {
    manifests = render({ root: ROOT, stack: "staging" });
  });

  it("lie in a folder for each namespace and service", () => {
    const tools = [
      ...["alertmanager", "blackbox-exporter", "grafana", "kube-state-metrics", "log-collector", "prometheus"],
      "syslog",
    ];
    const ofServices = manifests.filter(({ path }) => !tools.some((tool) => path.includes(tool)));
    expect(ofServices.map(({ path }) => path)).toEqual([
      "_cluster/namespace-example.yaml",
      "_cluster/storageclass-gp3.yaml",
      "example/frontend/deployment-frontend.yaml",
      "example/frontend/horizontalpodautoscaler-frontend.yaml",
      "example/frontend/ingress-frontend-ingress.yaml",
      "example/frontend/networkpolicy-frontend.yaml",
      "example/frontend/poddisruptionbudget-frontend.yaml",
      "example/frontend/service-blue-frontend-service.yaml",
      "example/frontend/service-frontend-service.yaml",
      "example/frontend/service-green-frontend-service.yaml",
      "example/frontend/serviceaccount-frontend.yaml",
      "example/shared/configmap-frontend-flags.yaml",
      "example/shared/configmap-shared-config.yaml",
      "example/shared/secret-frontend-keys.yaml",
      "example/shared/secret-thoughts-backend-keys.yaml",
      "example/shared/secret-thoughts-secrets.yaml",
      "example/shared/secret-users-backend-keys.yaml",
      "example/thoughts-backend-db-access/job-thoughts-backend-db-access.yaml",
      "example/thoughts-backend-db-access/networkpolicy-thoughts-backend-db-access.yaml",
      "example/thoughts-backend-db-access/serviceaccount-thoughts-backend-db-access.yaml",
      "example/thoughts-backend-migration/job-thoughts-backend-migration.yaml",
      "example/thoughts-backend-migration/networkpolicy-thoughts-backend-migration.yaml",
      "example/thoughts-backend-restore-drill/cronjob-thoughts-backend-restore-drill.yaml",
      "example/thoughts-backend-restore-drill/networkpolicy-thoughts-backend-restore-drill.yaml",
      "example/thoughts-backend-restore-drill/serviceaccount-thoughts-backend-restore-drill.yaml",
      "example/thoughts-backend/deployment-thoughts-backend.yaml",
      "example/thoughts-backend/networkpolicy-thoughts-backend.yaml",
      "example/thoughts-backend/service-thoughts-service.yaml",
      "example/thoughts-backend/serviceaccount-thoughts-backend.yaml",
      "example/users-backend-db-access/job-users-backend-db-access.yaml",
      "example/users-backend-db-access/networkpolicy-users-backend-db-access.yaml",
      "example/users-backend-db-access/serviceaccount-users-backend-db-access.yaml",
      "example/users-backend-migration/job-users-backend-migration.yaml",
      "example/users-backend-migration/networkpolicy-users-backend-migration.yaml",
      "example/users-backend-restore-drill/cronjob-users-backend-restore-drill.yaml",
      "example/users-backend-restore-drill/networkpolicy-users-backend-restore-drill.yaml",
      "example/users-backend-restore-drill/serviceaccount-users-backend-restore-drill.yaml",
      "example/users-backend/deployment-users-backend.yaml",
      "example/users-backend/networkpolicy-users-backend.yaml",
      "example/users-backend/service-users-service.yaml",
      "example/users-backend/serviceaccount-users-backend.yaml",
    ]);
    expect(manifests.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "_cluster/clusterrole-example-prometheus-access.yaml",
        "example/prometheus/statefulset-prometheus.yaml",
        "example/shared/configmap-prometheus-config.yaml",
      ]),
    );
  });

  it("are the same each time, with sorted keys", () => {
    expect(render({ root: ROOT, stack: "staging" })).toEqual(manifests);
    for (const { text } of manifests) {
      expect(stringify(parse(text), { sortMapEntries: true, lineWidth: 0, compat: "yaml-1.1" })).toBe(text);
    }
  });

  it("mean the same to readers of YAML 1.1, where a bare `on` is no text", () => {
    for (const { text } of manifests) {
      expect(parse(text, { version: "1.1" })).toEqual(parse(text));
    }
  });

  it("name images of the registry that the program makes", () => {
    expect(of("example/frontend/deployment-frontend.yaml")).toContain(
      "image: 111111111111.dkr.ecr.us-west-2.amazonaws.com/thoughts/staging/frontend:v3.7",
    );
  });

  it("hold no secret, not even a made-up one", () => {
    const { stringData } = parse(of("example/shared/secret-users-backend-keys.yaml")) as { stringData: object };
    expect(stringData).toEqual({ "private_key.pem": "<secret>", "public_key.pub": "<secret>" });
    expect(manifests.map(({ text }) => text).join()).not.toMatch(/made-up/);
  });
});

it("a stack that is not there is refused, with those that are", () => {
  expect(() => render({ root: ROOT, stack: "demo" })).toThrow(
    "there is no stack demo; use one of bootstrap-production, bootstrap-staging, local, production, staging",
  );
});

it("a stack whose file is empty, or is no YAML, is refused", () => {
  const root = mkdtempSync(join(tmpdir(), "thoughts-empty-"));
  writeFileSync(join(root, "Pulumi.local.yaml"), "config:\n\ta: 1\n");
  expect(() => render({ root, stack: "local" })).toThrow(UserError);
  expect(() => render({ root, stack: "local" })).toThrow("Pulumi.local.yaml:2 is no YAML, from column");
  writeFileSync(join(root, "Pulumi.local.yaml"), "");
  expect(() => render({ root, stack: "local" })).toThrow(
    "Pulumi.local.yaml has no config; bring it back: git checkout",
  );
  rmSync(root, { recursive: true });
});

describe("a folder of manifests", () => {
  let parent: string;
  const manifest = (path: string, text = "kind: A\n"): Manifest => ({ path, text });

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "thoughts-manifests-"));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it("is replaced as a whole, with nothing left beside it", () => {
    const folder = join(parent, "staging");
    writeManifests(folder, [manifest("a/b/old.yaml"), manifest("a/c/kept.yaml")]);
    writeManifests(folder, [manifest("a/c/kept.yaml", "kind: B\n")]);
    expect(readdirSync(parent)).toEqual(["staging"]);
    expect(existsSync(join(folder, "a", "b"))).toBe(false);
    expect(readFileSync(join(folder, "a", "c", "kept.yaml"), "utf8")).toBe("kind: B\n");
  });

  it("is refused if it holds something else, which stays", () => {
    writeFileSync(join(parent, "mine.txt"), "mine");
    expect(() => writeManifests(parent, [manifest("a.yaml")])).toThrow("holds files that were not rendered");
    expect(readdirSync(parent)).toEqual(["mine.txt"]);
  });
});
