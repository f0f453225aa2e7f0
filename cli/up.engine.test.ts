import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { ensureTools } from "../engine/toolchain/ensure";
import { testCluster, type TestCluster } from "../sandbox/control-plane/test-cluster";
import versions from "../versions.json";
import { Clone, ROOT } from "./testing/clone";

const WORKLOADS = [
  "deployment.apps/blackbox-exporter",
  "deployment.apps/frontend",
  "deployment.apps/grafana",
  "deployment.apps/kube-state-metrics",
  "deployment.apps/syslog",
  "deployment.apps/thoughts-backend",
  "deployment.apps/users-backend",
  "statefulset.apps/alertmanager",
  "statefulset.apps/prometheus",
  "statefulset.apps/thoughts-backend-db",
  "statefulset.apps/users-backend-db",
];

/**
 * Objects in an order of their own; the name of a Secret ends in a hash of its content, which no rendering knows, and so
 * do the names of the migrations, which take a password from it.
 */
function comparable(objects: readonly { readonly kind: string }[]): readonly string[] {
  const open = objects.filter(({ kind }) => kind !== "Secret");
  return open
    .map((object) =>
      stringify(withoutEmptyLists(withoutFieldManager(object)), { sortMapEntries: true }).replace(UNKNOWN_NAME, "$1"),
    )
    .sort();
}

/** The plugin's own annotation, which only the engine's objects have. */
function withoutFieldManager(object: object): object {
  const text = JSON.stringify(object, (key, value: unknown) => {
    if (key === "pulumi.com/patchFieldManager") return undefined;
    return key === "annotations" && Object.keys(value as object).join() === "pulumi.com/patchFieldManager"
      ? undefined
      : value;
  });
  return JSON.parse(text) as object;
}

/** The Kubernetes plugin leaves them out of what it gives to the API server. */
function withoutEmptyLists(object: object): object {
  const text = JSON.stringify(object, (_, value: unknown) =>
    Array.isArray(value) && value.length === 0 ? undefined : value,
  );
  return JSON.parse(text) as object;
}

const UNKNOWN_NAME = /\b([a-z]+-secrets|[a-z-]+-keys|[a-z-]+-migration)-[0-9a-f]{8}\b/g;

describe("the thoughts command in a clone of its own", () => {
  let clone: Clone;

  beforeAll(() => {
    clone = new Clone();
    clone.environment.TMPDIR = clone.path("tmp");
    mkdirSync(clone.path("tmp"));
  });
  afterAll(() => clone.remove());

  it("has nothing up at first, and says what to type", async () => {
    expect(await clone.thoughts("status")).toEqual({
      code: 0,
      text: "Nothing is up in this clone. Start it with: npm run up\n",
    });
  });

  it("refuses staging, and says the line to use", async () => {
    const { code, text } = await clone.thoughts("up", "staging");
    expect(code).toBe(1);
    expect(text).toContain("pulumi up -s staging");
    expect(text).not.toContain("    at ");
  });

  it("refuses bad settings with all their problems, no stack trace, and nothing made", async () => {
    const good = clone.read("Pulumi.local.yaml");
    const bad = parse(good) as { config: Record<string, unknown> };
    const config = { ...bad.config, "thoughts:domain": "Not A Domain", "aws:region": "x" };
    writeFileSync(clone.path("Pulumi.local.yaml"), stringify({ config }));
    const { code, text } = await clone.thoughts("up");
    writeFileSync(clone.path("Pulumi.local.yaml"), good);

    expect(code).toBe(1);
    expect(text).toMatch(
      /Pulumi\.local\.yaml:\d+ {2}thoughts:domain: "Not A Domain" is not allowed; write a lower-case DNS name/,
    );
    expect(text.match(/aws:region: nothing reads this key/g)).toHaveLength(1);
    expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect(await clone.objects("namespaces")).not.toContain("namespace/example");
  });

  it("stops at a policy that is broken, and says which", async () => {
    const rule = clone.path("policies", "rules", "image-version.ts");
    const good = readFileSync(rule, "utf8");
    writeFileSync(rule, good.replace('tag !== "latest"', 'tag !== "v3.7"'));
    const { code, text } = await clone.thoughts("up");
    writeFileSync(rule, good);

    expect(code).toBe(1);
    expect(text).toContain("image-version: ");
    expect(text).toContain('the image "registry.example.local/frontend:v3.7", which names no version');
    expect(await clone.objects("deployments")).not.toContain("deployment.apps/frontend");
  });

  it("is completed by the next run, which takes over what is there under the name of a resource", async () => {
    const objects = [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "example" } },
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "frontend", namespace: "example" } },
    ];
    clone.write("earlier.yaml", objects.map((object) => stringify(object)).join("---\n"));
    await clone.kubectl("apply", "--server-side", "--field-manager=earlier", "-f", clone.path("earlier.yaml"));
    const { code, text } = await clone.thoughts("up");
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining("local is up after") as string });
    expect(await clone.objects("deployments,statefulsets")).toEqual(WORKLOADS);
    const secrets = (await clone.objects("secrets")).map((name) => name.replace(/-[0-9a-f]{8}$/, ""));
    expect(secrets).toEqual([
      "secret/frontend-keys",
      "secret/grafana-secrets",
      "secret/syslog-secrets",
      "secret/thoughts-backend-keys",
      "secret/thoughts-secrets",
      "secret/users-backend-keys",
    ]);
  });

  it("run again, changes nothing and says so", async () => {
    const { text } = await clone.thoughts("up");
    expect(text).toContain("nothing to change, 118 resources are as they should be");
    expect(text).toContain("11 of 11 workloads are ready");
  });

  it("has a log of the latest run, without the errors of earlier ones", () => {
    const log = clone.read(".sandbox", "pulumi.log");
    expect(log).toContain("119 unchanged");
    expect(log).not.toContain("error");
  });

  describe("and is to be changed", () => {
    const local = "stacks/local.ts";
    const replicas = () => clone.kubectl("get", "deployment", "frontend", "-o", "jsonpath={.spec.replicas}");

    it("refuses a mistyped key, says where it is, and changes nothing", async () => {
      clone.edit(local, "namespace:", "namespce:");
      const { code, text } = await clone.thoughts("up");
      clone.edit(local, "namespce:", "namespace:");
      expect(code).toBe(1);
      expect(text).toMatch(/^ {2}stacks\/local\.ts:\d+ {2}.* 'namespce' does not exist in type 'WatchedEnvironment'/m);
      expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
      expect(await clone.objects("deployments,statefulsets")).toEqual(WORKLOADS);
    });

    it("shows the change in a preview, and before it makes it", async () => {
      const change = '"fixed", replicas: ';
      clone.edit(local, `${change}2`, `${change}3`);
      const line = "\n  ~ frontend  replicas 2 → 3\n";
      expect(await clone.thoughts("preview")).toEqual({ code: 0, text: expect.stringContaining(line) as string });
      expect(await replicas()).toBe("2");
      const { code, text } = await clone.thoughts("up");
      expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining(line) as string });
      expect(text.indexOf(line)).toBeLessThan(text.indexOf("pulumi up: 1 update"));
      expect(await replicas()).toBe("3");
      clone.edit(local, `${change}3`, `${change}2`);
      expect((await clone.thoughts("up")).text).toContain("\n  ~ frontend  replicas 3 → 2\n");
    });

    it("of several services at once is told in a preview, by what the last run brought in", async () => {
      clone.edit("Pulumi.local.yaml", "tag: v3.7", "tag: v3.8");
      clone.edit("Pulumi.local.yaml", "tag: v1.6", "tag: v1.7");
      const { code, text } = await clone.thoughts("preview");
      clone.edit("Pulumi.local.yaml", "tag: v3.8", "tag: v3.7");
      clone.edit("Pulumi.local.yaml", "tag: v1.7", "tag: v1.6");
      expect(code).toBe(0);
      expect(text).toContain("note: thoughts-backend and frontend change at once. Release one service at a time");
    });

    it("is refused where data would be lost and nobody can be asked, with what to pass", async () => {
      clone.edit(local, 'namespace: "example"', 'namespace: "other"');
      const { code, text } = await clone.thoughts("up");
      clone.edit(local, 'namespace: "other"', 'namespace: "example"');
      expect(code).toBe(1);
      expect(text).toContain("\n  ± Namespace example: all that is in it\n");
      expect(text).toContain("\n  ± StatefulSet users-backend-db: the data in its volumes\n");
      expect(text).toContain("npm run up -- --allow-data-loss");
      expect(await clone.objects("namespaces")).not.toContain("namespace/other");
    });
  });

  it("says how to look in a line that works as printed", async () => {
    const { text } = await clone.thoughts("status");
    const line = /^ {2}(npx thoughts kubectl .*)$/m.exec(text)?.[1] ?? "";
    const { stdout } = await promisify(execFile)("sh", ["-c", line], { cwd: clone.folder });
    expect(stdout).toMatch(/frontend-\S+ +1\/1 +Running/);
  });

  it("is reached by other clients of a shell that has evaluated one line", async () => {
    const program = join((await ensureTools({ report: () => undefined })).kubernetes.folder, "kubectl");
    const line = `eval "$(npx thoughts kubeconfig)" && ${program} config get-contexts -o name`;
    const { stdout } = await promisify(execFile)("sh", ["-c", line], { cwd: clone.folder });
    expect(stdout).toBe("thoughts-local\n");
  });

  describe("and what render writes", () => {
    const render = async (stack: string) => {
      const folder = clone.path("rendered", stack);
      expect(await clone.thoughts("render", stack, "--to", folder)).toMatchObject({ code: 0 });
      return folder;
    };

    it("is what the engine was given, but for the Secret, empty lists and field managers", async () => {
      const folder = await render("local");
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
      const rendered = files.map((file) => parse(readFileSync(join(folder, file), "utf8")) as { kind: string });
      const given = (clone.state().resources ?? []).filter(({ type }) => type.startsWith("kubernetes:"));
      expect(comparable(rendered)).toEqual(comparable(given.map(({ inputs }) => inputs as { kind: string })));
    });

    it("is taken by the API server, for staging too", async () => {
      await clone.kubectl("create", "namespace", "beside");
      for (const stack of ["local", "staging"]) {
        const folder = await render(stack);
        const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
          file.endsWith(".yaml"),
        );
        // Beside what is up, whose volumes are others and never change.
        for (const file of files) {
          const text = readFileSync(join(folder, file), "utf8");
          const beside = text.replace(/: example$|(?<=namespace): log-collector$/gm, ": beside");
          writeFileSync(join(folder, file), beside);
        }
        const said = await clone.kubectl("apply", "-n", "beside", "--dry-run=server", "--recursive", "-f", folder);
        expect(said.match(/(created|configured|unchanged) \(server dry run\)/g)).toHaveLength(files.length);
      }
    });
  });

  it("keeps no secret in the clear in the state or in what the engine said", async () => {
    const saved = JSON.stringify(clone.state());
    const password = await clone.kubectl("get", "secrets", "-o", "jsonpath={.items[*].data.postgres-password}");
    expect(password).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(saved).not.toContain(password);
    expect(saved).not.toContain(Buffer.from(password, "base64").toString());
    expect(saved).not.toContain("PRIVATE KEY-----\\nMII");
  });

  it("leaves nothing that opens the cluster where all programs have their temporary files", () => {
    expect(readdirSync(clone.path("tmp")).filter((name) => name.startsWith("kubeconfig"))).toEqual([]);
  });

  it("has room for its nodes to be emptied, as an upgrade does, but for pods that are alone", async () => {
    const { code, text } = await clone.thoughts("upgrade", "check", "--to", versions.eks);
    expect(text).toContain("ok:    1 PodDisruptionBudget, each with room or without pods");
    expect(text).toMatch(/note: .* pods without another replica, .*: example\/alertmanager, /);
    expect(text).toContain(`All of the cluster has ${versions.eks}.`);
    expect(code).toBe(0);
  });

  it("plots nothing where no Prometheus runs, and says where one does", async () => {
    expect(await clone.thoughts("plot", "--to", clone.path("dashboards.html"))).toEqual({
      code: 1,
      text: expect.stringContaining("nodes are simulated, so no Prometheus runs") as string,
    });
    expect(existsSync(clone.path("dashboards.html"))).toBe(false);
  });

  it("leaves the stack's file as it was committed", () => {
    expect(clone.read("Pulumi.local.yaml")).toBe(readFileSync(join(ROOT, "Pulumi.local.yaml"), "utf8"));
  });

  it("down removes all of it", async () => {
    expect((await clone.thoughts("down")).code).toBe(0);
    expect(existsSync(clone.path(".sandbox"))).toBe(false);
  });
});

describe("a cluster of one's own", () => {
  let clone: Clone;
  let own: TestCluster;

  beforeAll(async () => {
    clone = new Clone();
    own = await testCluster();
  });
  afterAll(async () => {
    await clone.remove();
    await own.stop();
  });

  it("is not touched unless its context is named", async () => {
    expect(await clone.thoughts("up", "--kubeconfig", own.kubeconfig)).toEqual({
      code: 1,
      text: expect.stringContaining("--kubeconfig needs --context NAME") as string,
    });
  });

  it("gets the environment, and is left by down as it was", async () => {
    const up = await clone.thoughts("up", "--kubeconfig", own.kubeconfig, "--context", own.context);
    expect(up).toMatchObject({ code: 0, text: expect.stringContaining("frontend") as string });
    expect(existsSync(clone.path(".sandbox", "cluster"))).toBe(false);

    expect(await clone.thoughts("down")).toMatchObject({ code: 0 });
    expect(await own.cluster.kubectl(["get", "namespaces", "-o", "name"])).not.toContain("example");
  });
});
