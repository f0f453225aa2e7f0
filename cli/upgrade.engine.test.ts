import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EKS_CALENDAR, kubernetesMinor } from "../components/cluster/kubernetes-versions";
import { freePorts } from "../engine/process/free-ports";
import { testCluster, type TestCluster } from "../sandbox/control-plane/test-cluster";
import versions from "../versions.json";
import { type CommandRun, ROOT } from "./testing/clone";
import { apiRequestsOf, judgeRequests } from "./upgrade/deprecated-apis";

const MINOR = kubernetesMinor(versions.kubernetes);
const NOW = `1.${MINOR}`;

/** An API that the API server serves if it is told to, and that 1.37 removes; once that is here, it takes another one. */
const GOING = { served: "networking.k8s.io/v1beta1", path: "/apis/networking.k8s.io/v1beta1/ipaddresses" };

describe("the check before an upgrade", () => {
  let own: TestCluster;
  let folder = "";

  const kubectl = (...args: readonly string[]): Promise<string> => own.cluster.kubectl(args);
  const check = (kubeconfig: string, ...args: readonly string[]): Promise<CommandRun> =>
    thoughts("upgrade", "check", "--to", NOW, "--kubeconfig", kubeconfig, "--context", own.context, ...args);

  /** The cluster's kubeconfig, with something in it changed. */
  const kubeconfigWith = (name: string, change: (text: string) => string): string => {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(own.kubeconfig, "utf8")));
    return file;
  };

  beforeAll(async () => {
    own = await testCluster([`--runtime-config=${GOING.served}=true`]);
    folder = own.cluster.folder;
  });
  afterAll(() => own.stop());

  it("passes a cluster that nothing has been done in", async () => {
    const { code, text } = await check(own.kubeconfig);
    expect(text).toContain(`All of the cluster has ${NOW}.`);
    expect(text).toContain("endpoints (v1) was asked for");
    expect(text).not.toContain("fails:");
    expect(code).toBe(0);
  });

  it("names deprecated APIs that were asked for, and when they go", async () => {
    await kubectl("get", "componentstatuses");
    await kubectl("get", "--raw", GOING.path);
    const { text } = await check(own.kubeconfig);
    expect(text).toContain("componentstatuses (v1) was asked for: deprecated");
    expect(text).toContain("ipaddresses (networking.k8s.io/v1beta1) was asked for: 1.37 removes it");

    const requests = apiRequestsOf(await kubectl("get", "--raw", "/metrics"));
    const texts = judgeRequests(requests, "1.37", false).filter(({ kind }) => kind === "failure");
    expect(texts).toEqual([
      {
        kind: "failure",
        text: expect.stringContaining("ipaddresses (networking.k8s.io/v1beta1) was asked for") as string,
      },
    ]);
  });

  it("fails for a PodDisruptionBudget that no pod may go by, and says which; tells of pods that are alone", async () => {
    for (const [name, replicas] of [
      ["wide", "2"],
      ["tight", "2"],
      ["alone", "1"],
    ] as const) {
      await kubectl("create", "deployment", name, "--image=any", `--replicas=${replicas}`);
    }
    await kubectl("run", "by-hand", "--image=any");
    await kubectl("create", "pdb", "wide", "--selector=app=wide", "--max-unavailable=1");
    await kubectl("create", "pdb", "tight", "--selector=app=tight", "--min-available=100%");
    await kubectl("wait", "pdb/tight", "pdb/wide", "--for=jsonpath={.status.currentHealthy}=2", "--timeout=60s");

    const { code, text } = await check(own.kubeconfig);
    expect(text.match(/fails: .*/g)).toEqual([
      expect.stringContaining(
        "fails: PodDisruptionBudget default/tight lets none of its 2 pods be taken away, now or ever",
      ),
    ]);
    expect(text).toContain("1 pod without another replica, away while its node is emptied: default/alone");
    expect(text).toContain("1 pod without a controller, gone with its node for good: default/by-hand");
    expect(text).toContain(`1 thing speaks against going to ${NOW}.`);
    expect(code).toBe(1);

    await kubectl("delete", "pdb/tight", "deployment/alone", "pod/by-hand");
    expect(await check(own.kubeconfig)).toMatchObject({ code: 0 });
  });

  it("goes to the next version unless told otherwise, if there is one yet", async () => {
    const next = `1.${MINOR + 1}`;
    const { text } = await thoughts("upgrade", "check", "--kubeconfig", own.kubeconfig, "--context", own.context);
    expect(text).toContain(
      Object.hasOwn(EKS_CALENDAR, next) ? `Nothing speaks against going to ${next}.` : `EKS has no ${next} yet`,
    );
  });

  it("refuses what is no version to go to, in a sentence", async () => {
    const { code, text } = await check(own.kubeconfig, "--to", "1.99");
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringMatching(
        /^Asking .* …\n\n--to 1\.99 is no minor version .*; allowed are 1\.\d+, .*\n$/,
      ) as string,
    });
    expect((await check(own.kubeconfig, "--to", `1.${MINOR - 1}`)).text).toContain("is older than the control plane");
  });

  describe("with credentials that may only read", () => {
    let reader = "";

    beforeAll(async () => {
      const kinds = "nodes,pods,deployments.apps,statefulsets.apps,daemonsets.apps,poddisruptionbudgets.policy";
      await kubectl("create", "serviceaccount", "reader");
      await kubectl("create", "clusterrole", "reader", "--verb=get,list", `--resource=${kinds}`);
      await kubectl(
        "create",
        "clusterrolebinding",
        "reader",
        "--clusterrole=reader",
        "--serviceaccount=default:reader",
      );
      const token = (await kubectl("create", "token", "reader")).trim();
      reader = kubeconfigWith("reader", (text) => text.replace(/"token": "[^"]*"/, `"token": "${token}"`));
    });

    it("says all but which APIs were asked for, and how to learn that", async () => {
      const { code, text } = await check(reader);
      expect(text).toContain("not known: the credentials may not GET /metrics");
      expect(text).toContain("aws eks list-insights");
      expect(code).toBe(0);
    });

    it("says that as well once they may read the metrics", async () => {
      await kubectl(
        "create",
        "clusterrolebinding",
        "m",
        "--clusterrole=system:monitoring",
        "--serviceaccount=default:reader",
      );
      expect((await check(reader)).text).toContain("componentstatuses (v1) was asked for");
    });

    it("says in a sentence what they may not read", async () => {
      await kubectl("delete", "clusterrolebinding", "reader");
      expect(await check(reader)).toEqual({
        code: 1,
        text: expect.stringMatching(
          /^Asking .* …\n\nThe cluster of context \S+ refuses to \w+ .* \(status 403\); use credentials that may read all .*\n$/,
        ) as string,
      });
    });
  });

  it("says in a sentence that it does not know the credentials", async () => {
    const stale = kubeconfigWith("stale", (text) => text.replace(/"token": "[^"]*"/, `"token": "stale"`));
    expect(await check(stale)).toEqual({
      code: 1,
      text: `Asking the cluster of context ${own.context} …\n\nThe cluster of context ${own.context} does not know the credentials of that context; renew them.\n`,
    });
  });

  it("says in a sentence that nothing answers", async () => {
    const [port] = await freePorts(1);
    const away = kubeconfigWith("away", (text) => text.replace(/(https:\/\/[^:"]*):\d+/, `$1:${port}`));
    const { code, text } = await check(away);
    expect(text).toMatch(
      /^Asking .* …\n\nThe cluster of context \S+ can't be asked at https:\S+: the connection was refused\. See whether .*\n$/,
    );
    expect(code).toBe(1);
  });

  it.each([
    [
      "a file that is not there",
      ["--kubeconfig", "/no/such", "--context", "x"],
      "/no/such is no file; name your cluster's",
    ],
    ["a file that is no kubeconfig", ["--kubeconfig", "README.md", "--context", "x"], "README.md"],
    ["no context of a file", ["--kubeconfig", "/no/such"], "--kubeconfig needs --context NAME"],
  ])("refuses %s in a sentence", async (_, args, words) => {
    const { code, text } = await thoughts("upgrade", "check", ...args);
    expect(
      text
        .trim()
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("Asking ")),
    ).toEqual([expect.stringContaining(words)]);
    expect(code).toBe(1);
  });

  it("refuses a context that is not there, and says which are", async () => {
    const { code, text } = await thoughts("upgrade", "check", "--kubeconfig", own.kubeconfig, "--context", "other");
    expect({ code, text }).toEqual({
      code: 1,
      text: `Asking the cluster of context other …\n\n${own.kubeconfig} has no context other; it has ${own.context}.\n`,
    });
  });
});

/** The command as people run it. Words without colours: what is read here is what they say. */
function thoughts(...args: readonly string[]): Promise<CommandRun> {
  const options = { cwd: ROOT, env: { ...process.env, NO_COLOR: "1" } };
  return new Promise((resolve) => {
    execFile(process.execPath, ["cli/thoughts.mjs", ...args], options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), text: `${stdout}${stderr}` });
    });
  });
}
