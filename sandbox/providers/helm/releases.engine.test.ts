import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type { Stack } from "@pulumi/pulumi/automation";
import * as tar from "tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve, type Served } from "../../../engine/toolchain/served";
import { testCluster, type TestCluster } from "../../control-plane/test-cluster";
import { testStack } from "../../control-plane/test-stack";
import { WITHOUT_WEBHOOKS } from "../../rehearsal/rehearsal";
import { recordingReleases } from "../plugins";
import { ChartRepositories } from "./chart-repositories";

/** Port 1 is reserved, and nothing listens there. */
const NO_REPOSITORY = "http://127.0.0.1:1";

/** A controller as charts bring it: a Deployment, and a webhook that the API server is to ask before each Service. */
const TEMPLATES = {
  "deployment.yaml": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: "{{ .Release.Name }}", namespace: "{{ .Release.Namespace }}" }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: controller } }
  template:
    metadata: { labels: { app: controller } }
    spec: { containers: [{ name: controller, image: "registry.example/controller:v1" }] }
`,
  "webhook.yaml": `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: "{{ .Release.Name }}" }
webhooks:
  - name: services.example.com
    clientConfig: { service: { name: "{{ .Release.Name }}", namespace: "{{ .Release.Namespace }}" } }
    rules: [{ operations: ["*"], apiGroups: [""], apiVersions: [v1], resources: [services] }]
    failurePolicy: Fail
    sideEffects: None
    admissionReviewVersions: [v1]
`,
};

/** A chart repository with one chart. @see https://helm.sh/docs/topics/chart_repository/ */
async function chartRepository(folder: string): Promise<Served> {
  const chart = join(folder, "controller");
  mkdirSync(join(chart, "templates"), { recursive: true });
  const about = "apiVersion: v2\nname: controller\nversion: 1.0.0\n";
  writeFileSync(join(chart, "Chart.yaml"), about);
  writeFileSync(join(chart, "values.yaml"), "replicas: 1\n");
  for (const [file, text] of Object.entries(TEMPLATES)) {
    writeFileSync(join(chart, "templates", file), text);
  }
  const archive = tar.create({ gzip: true, cwd: folder, sync: true }, ["controller"]).read();
  const entry = "    - { apiVersion: v2, name: controller, version: 1.0.0, urls: [controller-1.0.0.tgz] }\n";
  return serve({
    "/index.yaml": `apiVersion: v1\nentries:\n  controller:\n${entry}`,
    "/controller-1.0.0.tgz": archive ?? undefined,
  });
}

describe("a Helm release in a rehearsal", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-releases-"));
  let own: TestCluster;
  let repository: Served;

  beforeAll(async () => {
    own = await testCluster(WITHOUT_WEBHOOKS);
    repository = await chartRepository(join(folder, "charts"));
  });
  afterAll(async () => {
    await repository.close();
    await own.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A stack with a release of the chart, and a Service that comes after it. */
  async function stackWith(name: string, repo: string, replicas: number): Promise<Stack> {
    const program = () => {
      const provider = new kubernetes.Provider("cluster", { kubeconfig: own.kubeconfig, context: own.context });
      const release = new kubernetes.helm.v3.Release(
        "controller",
        {
          name,
          namespace: "default",
          chart: "controller",
          version: "1.0.0",
          repositoryOpts: { repo },
          values: { replicas },
        },
        { provider },
      );
      const service = { metadata: { name: `${name}-after` }, spec: { ports: [{ port: 80 }], clusterIP: "None" } };
      new kubernetes.core.v1.Service("after", service, { provider, dependsOn: release });
      return Promise.resolve();
    };
    const { pulumi, "pulumi-kubernetes": tool } = own.tools;
    const plugins = { kubernetes: recordingReleases(tool, join(folder, name, "repositories")) };
    const engineFolder = join(folder, name);
    return testStack({ project: "releases", stack: name, folder, engineFolder, pulumi, plugins }, program);
  }

  async function objects(kinds: string): Promise<readonly string[]> {
    return (await own.cluster.kubectl(["get", kinds, "-n", "default", "-o", "name"])).split("\n");
  }

  describe("whose chart repository can't be reached", () => {
    const record = "configmap/helm-release-recorded";

    it("is recorded in the cluster, and is the same when asked again", async () => {
      await (await stackWith("recorded", NO_REPOSITORY, 1)).up();
      expect(await objects("configmaps,services")).toEqual(expect.arrayContaining([record, "service/recorded-after"]));
      const again = await (await stackWith("recorded", NO_REPOSITORY, 1)).preview();
      expect(again.changeSummary).toEqual({ same: 4 });
    });

    it("is told as not rendered", () => {
      expect(new ChartRepositories(join(folder, "recorded", "repositories")).unreachable()).toEqual([NO_REPOSITORY]);
    });

    it("is updated when its values change", async () => {
      const { summary } = await (await stackWith("recorded", NO_REPOSITORY, 2)).up();
      expect(summary.resourceChanges).toEqual({ same: 3, update: 1 });
    });

    it("is found missing by a refresh once its record is gone, and made again", async () => {
      await own.cluster.kubectl(["delete", record, "-n", "default"]);
      const stack = await stackWith("recorded", NO_REPOSITORY, 2);
      expect((await stack.refresh()).summary.resourceChanges).toMatchObject({ delete: 1 });
      await stack.up();
      expect(await objects("configmaps")).toContain(record);
    });

    it("leaves nothing behind", async () => {
      await (await stackWith("recorded", NO_REPOSITORY, 2)).destroy();
      expect(await objects("configmaps,services")).not.toEqual(expect.arrayContaining([record]));
    });
  });

  describe("whose chart can be fetched", () => {
    it("is rendered by the official plugin, and its webhooks do not block what follows", async () => {
      await (await stackWith("rendered", repository.url, 2)).up();
      expect(await objects("deployments,services")).toEqual(
        expect.arrayContaining(["deployment.apps/rendered", "service/rendered-after"]),
      );
      expect(await own.cluster.kubectl(["get", "validatingwebhookconfigurations", "-o", "name"])).toContain(
        "/rendered",
      );
      expect(await objects("configmaps")).not.toContain("configmap/helm-release-rendered");
    });

    it("stays with the official plugin when the repository is away for a while", async () => {
      await repository.close();
      await (await stackWith("rendered", repository.url, 2)).destroy();
      expect(await objects("deployments,services")).not.toContain("deployment.apps/rendered");
    });
  });
});
