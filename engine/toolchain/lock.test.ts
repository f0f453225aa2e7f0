import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lte } from "semver";
import { describe, expect, it } from "vitest";
import versions from "../../versions.json";
import { LOCK, readLock } from "./go-module";
import { allBuilds } from "./lock";

const modules = [...new Set(allBuilds().map(({ module }) => module))];

describe.each(modules)("the Go module %s", (module) => {
  const goMod = readFileSync(join(module, "go.mod"), "utf8");
  const goSum = readFileSync(join(module, "go.sum"), "utf8");
  const locked = readLock(module);

  it(`has a ${LOCK} that knows all of its programs, and no others`, () => {
    const programs = allBuilds()
      .filter((build) => build.module === module && build.packages.every(({ program }) => program !== "pause"))
      .flatMap(({ packages }) => packages.map(({ program }) => program));
    expect(new Set(locked.flatMap((line) => line.programs))).toEqual(new Set(programs));
  });

  it(`has the versions of go.mod in ${LOCK}: otherwise, npm run tools:lock`, () => {
    const stale = locked.filter(({ path, version }) => !goMod.includes(`${path} ${version}`));
    expect(stale).toEqual([]);
  });

  it("has a checksum in go.sum of every module that is compiled", () => {
    const unchecked = locked.filter(({ path, version }) => !goSum.includes(`${path} ${version} h1:`));
    expect(unchecked).toEqual([]);
  });
});

describe("versions.json", () => {
  it.each([
    ["tools", "github.com/pulumi/pulumi/pkg/v3", versions.pulumi],
    ["tools", "github.com/pulumi/pulumi/sdk/v3", versions.pulumi],
    ["tools", "go.etcd.io/etcd/server/v3", versions.etcd],
    ["tools", "k8s.io/kubernetes", versions.kubernetes],
    ["tools", "k8s.io/client-go", `0${versions.kubernetes.slice(1)}`],
    ["tools", "github.com/cloudnativelabs/kube-router/v2", versions.kubeRouter],
    ["tools", "github.com/rancher/local-path-provisioner", versions.localPathProvisioner],
    ["tools", "github.com/zalando/skipper", versions.skipper],
    ["tools", "k8s.io/kube-state-metrics/v2", versions.images.kubeStateMetrics],
    ["addons", "github.com/coredns/coredns", versions.coredns],
    ["addons", "github.com/google/go-containerregistry", versions.crane],
    ["registries", "github.com/regclient/regclient", versions.regctl],
    ["actionlint", "github.com/rhysd/actionlint", versions.actionlint],
    ["flux", "github.com/fluxcd/source-controller", versions.flux.sourceController],
    ["flux", "github.com/fluxcd/kustomize-controller", versions.flux.kustomizeController],
    ["metrics-server", "sigs.k8s.io/metrics-server", versions.metricsServer],
    // Versions of the module are those of the program without the point.
    ["addons", "github.com/prometheus/prometheus", versions.images.prometheus.replace(/^3\.(\d+)/, "0.3$1")],
    ["language-host", "github.com/pulumi/pulumi/sdk/v3", versions.pulumiLanguageNodejs],
    ["kwok", "sigs.k8s.io/kwok", versions.kwok],
  ])("names the version that go/%s has of %s", (folder, path, version) => {
    const module = modules.find((each) => each.endsWith(join("go", folder))) ?? "";
    expect(readLock(module).find((locked) => locked.path === path)?.version).toBe(`v${version}`);
  });

  it("names the plugin's version that the package @pulumi/kubernetes asks the engine for", () => {
    const { version } = JSON.parse(readFileSync(require.resolve("@pulumi/kubernetes/package.json"), "utf8")) as {
      version: string;
    };
    expect(versions.pulumiKubernetes).toBe(version);
  });

  it("names an engine that is not newer than the package @pulumi/pulumi", () => {
    const { version } = JSON.parse(readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8")) as {
      version: string;
    };
    expect(lte(versions.pulumi, version)).toBe(true);
  });
});
