import { describe, expect, it } from "vitest";
import { DELIVERED } from "../testing/delivery-components";
import { record, type Recorded } from "../testing/recording";
import { ArgoCdDelivery } from "./argocd";
import { type Delivered, DELIVERED_KINDS } from "./delivered";
import { FluxDelivery } from "./flux";

const delivered: Delivered = { ...DELIVERED, prune: false };

const objects = async (make: () => void) => (await record(make)).resources.filter(({ custom }) => custom);
const ofKind = (all: readonly Recorded[], kind: string) => {
  const found = all.filter(({ inputs }) => inputs.kind === kind);
  return found.map(({ inputs }) => inputs as { metadata: object; spec: object; subjects?: object; rules?: object });
};

describe("a namespace that Flux brings in", () => {
  const made = (args: Partial<Delivered> = {}) =>
    objects(() => new FluxDelivery("delivery", { ...delivered, timeoutSeconds: 600, ...args }, {}));

  it("53: is looked for in its repository and branch each five minutes", async () => {
    const [source] = ofKind(await made(), "GitRepository");
    expect(source?.spec).toEqual({ interval: "5m", url: delivered.url, ref: { branch: "main" } });
  });

  it("53: has a folder for each service, and waits for the services that it calls", async () => {
    const [backend, page] = ofKind(await made(), "Kustomization");
    expect(backend?.spec).toMatchObject({ path: "./staging/example/backend", wait: true, timeout: "600s" });
    expect(backend?.spec).not.toHaveProperty("dependsOn");
    expect(page?.spec).toMatchObject({ path: "./staging/example/page", dependsOn: [{ name: "backend" }] });
  });

  it.each([true, false])("54: says whether what is gone from Git is deleted: %s", async (prune) => {
    const kustomizations = ofKind(await made({ prune }), "Kustomization");
    expect(kustomizations.map(({ spec }) => spec)).toMatchObject([{ prune }, { prune }]);
  });

  it("55: is applied by a ServiceAccount of the same namespace, to which its rights are bound", async () => {
    const all = await made();
    const [{ metadata, subjects } = { metadata: {}, subjects: [] }] = ofKind(all, "RoleBinding");
    expect(metadata).toMatchObject({ namespace: "example" });
    expect(subjects).toEqual([{ kind: "ServiceAccount", name: "delivery", namespace: "example" }]);
    const [kustomization] = ofKind(all, "Kustomization");
    expect(kustomization).toMatchObject({
      metadata: { namespace: "example" },
      spec: { serviceAccountName: "delivery" },
    });
  });

  it("may change the kinds of a service, and neither Secrets nor rights", async () => {
    const [role] = ofKind(await made(), "Role");
    const rules = role?.rules as readonly { resources: readonly string[]; verbs: readonly string[] }[];
    const changed = rules.filter(({ verbs }) => verbs.includes("create")).flatMap(({ resources }) => resources);
    expect(new Set(changed)).toEqual(new Set(DELIVERED_KINDS.map(({ resource }) => resource)));
    expect(rules.flatMap(({ resources }) => resources)).not.toContain("secrets");
  });
});

describe("a namespace that Argo CD brings in", () => {
  const made = (sync: "automatic" | "manual") =>
    objects(() => new ArgoCdDelivery("delivery", { ...delivered, environment: "staging", sync }, {}));

  it("56: is the project of its environment, with one Application for each service", async () => {
    const all = await made("automatic");
    expect(ofKind(all, "AppProject").map(({ metadata }) => metadata)).toMatchObject([
      { name: "staging", namespace: "argocd" },
    ]);
    const names = ofKind(all, "Application").map(({ metadata }) => metadata);
    expect(names).toMatchObject([{ name: "backend-staging" }, { name: "page-staging" }]);
  });

  it("56: allows one repository, one namespace, and nothing that has none", async () => {
    const [project] = ofKind(await made("automatic"), "AppProject");
    expect(project?.spec).toMatchObject({
      sourceRepos: [delivered.url],
      destinations: [{ server: "https://kubernetes.default.svc", namespace: "example" }],
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: DELIVERED_KINDS.map(({ group, kind }) => ({ group, kind })),
    });
  });

  it("58: is synced by itself, or by somebody", async () => {
    const [automatic] = ofKind(await made("automatic"), "Application");
    expect(automatic?.spec).toMatchObject({ syncPolicy: { automated: { prune: false, selfHeal: true } } });
    const [manual] = ofKind(await made("manual"), "Application");
    expect(manual?.spec).not.toHaveProperty("syncPolicy.automated");
  });
});
