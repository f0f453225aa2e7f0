import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clone, type CommandRun } from "./testing/clone";

const WATCH = ["--watch", "1"];
const CAUSE = ["--cause", "people asked for it", ...WATCH];

// A test is several commands, and each of those is a preview and an update.
describe("thoughts release on simulated nodes", { timeout: 400_000 }, () => {
  let clone: Clone;
  let committed = "";

  const release = (...args: readonly string[]): Promise<CommandRun> => clone.thoughts("release", ...args);
  const done = async (...args: readonly string[]): Promise<string> => {
    const { code, text } = await release(...args);
    expect({ code, text }).toMatchObject({ code: 0 });
    return text;
  };
  /** `frontend v3.7 2/2`, a line a Deployment of a service. */
  const deployments = async (service = "frontend"): Promise<readonly string[]> => {
    const columns =
      "{.metadata.name} {.spec.template.spec.containers[0].image} {.status.readyReplicas}/{.spec.replicas}";
    const found = await clone.kubectl("get", "deployments", "-o", `jsonpath={range .items[*]}${columns}{"\\n"}{end}`);
    return found
      .split("\n")
      .filter((line) => line.includes(service))
      .map((line) => line.replace(/ \S*:/, " "));
  };
  const selected = (service = "frontend-service") =>
    clone.kubectl("get", "service", service, "-o", "jsonpath={.spec.selector}");
  const uidOfBlue = () => clone.kubectl("get", "deployment", "frontend", "-o", "jsonpath={.metadata.uid}");
  const weights = () =>
    clone.kubectl(
      "get",
      "ingress",
      "frontend-ingress",
      "-o",
      "jsonpath={.metadata.annotations.zalando\\.org/backend-weights}",
    );

  beforeAll(async () => {
    clone = new Clone();
    committed = clone.read("Pulumi.local.yaml");
    expect(await clone.thoughts("up")).toMatchObject({ code: 0 });
  });
  afterAll(() => clone.remove());

  it("refuses what would touch another service too, lists it, and leaves the file as it was", async () => {
    clone.edit("Pulumi.local.yaml", "tag: v2.3", "tag: v2.4");
    const edited = clone.read("Pulumi.local.yaml");
    const { code, text } = await release("start", "frontend", "v3.8", ...CAUSE);
    expect(code).toBe(1);
    expect(text).toContain("update kubernetes:apps/v1:Deployment users-backend-deployment");
    expect(text).not.toContain("update kubernetes:apps/v1:Deployment frontend");
    expect(clone.read("Pulumi.local.yaml")).toBe(edited);
    clone.edit("Pulumi.local.yaml", "tag: v2.4", "tag: v2.3");
    expect(await deployments()).toEqual(["frontend v3.7 2/2"]);
  });

  it("78: moves everybody by a blue-green switch, there and back, without another pod", async () => {
    const uid = await uidOfBlue();
    expect(await done("start", "frontend", "v3.8", "--strategy", "blueGreen", ...CAUSE)).toContain("● preview");
    expect(await deployments()).toEqual(["frontend v3.7 2/2", "green-frontend v3.8 2/2"]);
    expect(await selected()).toContain('"slot":"blue"');

    expect(await done("advance", "frontend", ...WATCH)).toContain("pulumi up: 1 update");
    expect(await selected()).toContain('"slot":"green"');
    await done("abort", "frontend", ...WATCH);
    expect(await selected()).toContain('"slot":"blue"');
    expect(await deployments()).toEqual(["frontend v3.7 2/2"]);
    expect(await uidOfBlue()).toBe(uid);
  });

  it("78: lets the old pods go at the end, and refuses to switch back to them from then on", async () => {
    await done("start", "frontend", "v3.8", ...CAUSE);
    await done("advance", "frontend", ...WATCH);
    await done("finish", "frontend", ...WATCH);
    expect(await deployments()).toEqual(["green-frontend v3.8 2/2"]);
    const { code, text } = await release("abort", "frontend");
    expect(code).toBe(1);
    expect(text).toContain("The pods of v3.7 (revision 1) are gone");
    expect(text).toContain("npx thoughts release rollback frontend --cause WHY");
  });

  it("81: rolls back to a revision by a new one, and says why on the Deployment", async () => {
    await done("rollback", "frontend", "--to", "1", "--cause", "v3.8 loses drafts", ...WATCH);
    expect(await deployments()).toEqual(["green-frontend v3.7 2/2"]);
    expect(
      await clone.kubectl("get", "deployment", "green-frontend", "-o", "jsonpath={.metadata.annotations}"),
    ).toContain('"kubernetes.io/change-cause":"v3.8 loses drafts"');
    const { text } = await release("history", "frontend");
    expect(text.split("\n").map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^1 +v3\.7/),
        expect.stringMatching(/^2 +v3\.8 +\d{4}-\d\d-\d\d \d\d:\d\d +\S.* +people asked for it$/),
        expect.stringMatching(/^3 +v3\.7 +\d{4}-\d\d-\d\d \d\d:\d\d +\S.* +v3\.8 loses drafts$/),
      ]),
    );
  });

  it("grows a canary share by share, and makes it the service's own", async () => {
    await done("start", "frontend", "v3.9", "--strategy", "canary", "--steps", "10,50", ...CAUSE);
    expect(JSON.parse(await weights())).toEqual({ "frontend-service": 90, "yellow-frontend-service": 10 });
    await done("advance", "frontend", ...WATCH);
    expect(JSON.parse(await weights())).toEqual({ "frontend-service": 50, "yellow-frontend-service": 50 });
    expect((await release("status", "frontend")).text).toMatch(/yellow +1\/1 ready +v3\.9/);
    await done("finish", "frontend", ...WATCH);
    expect(await deployments()).toEqual(["green-frontend v3.9 2/2"]);
  });

  it("goes back by itself when pods of the new version are not well, and says why", async () => {
    await done("start", "frontend", "v4.0", ...CAUSE);
    await clone.kubectl(
      "set",
      "image",
      "deployment/yellow-frontend",
      "frontend-service=registry.example.local/frontend:v4.1",
    );
    await clone.kubectl("rollout", "status", "deployment/yellow-frontend");
    const { code, text } = await release("advance", "frontend", ...WATCH);
    expect(code).toBe(1);
    expect(text).toMatch(
      /frontend went back by itself to v3\.9, because\nyellow-frontend-\S+ runs v4\.1 instead of v4\.0/,
    );
    expect(await deployments()).toEqual(["green-frontend v3.9 2/2"]);
  });

  const SET = ["thoughts-backend=v1.7", "frontend=v4.2"];
  const slots = async () => [await selected("thoughts-service"), await selected()];

  it("86: switches two services in one run, and takes both back when pods of one are not well", async () => {
    expect(await done("set", "start", ...SET, ...CAUSE)).toContain("set of thoughts-backend and frontend");
    expect(await deployments("thoughts-backend")).toEqual([
      "green-thoughts-backend v1.7 1/1",
      "thoughts-backend v1.6 1/1",
    ]);
    expect(await deployments()).toEqual(["frontend v4.2 2/2", "green-frontend v3.9 2/2"]);
    const alone = await release("advance", "frontend");
    expect(alone.code).toBe(1);
    expect(alone.text).toContain("changes in a set with thoughts-backend");
    expect(alone.text).toContain("npx thoughts release set advance");

    expect(await done("set", "advance", ...WATCH)).toContain("pulumi up: 2 update");
    expect(await slots()).toEqual([
      expect.stringContaining('"slot":"green"') as string,
      expect.stringContaining('"slot":"blue"') as string,
    ]);
    const image = "thoughts-backend-service=registry.example.local/thoughts_server:v1.8";
    await clone.kubectl("set", "image", "deployment/green-thoughts-backend", image);
    await clone.kubectl("rollout", "status", "deployment/green-thoughts-backend");
    const { code, text } = await release("set", "finish", ...WATCH);
    expect(code).toBe(1);
    expect(text).toMatch(
      /thoughts-backend and frontend went back by themselves to v1\.6 and v3\.9, because\ngreen-thoughts-backend-\S+ runs v1\.8 instead of v1\.7/,
    );
    expect(await deployments("thoughts-backend")).toEqual(["thoughts-backend v1.6 1/1"]);
    expect(await deployments()).toEqual(["green-frontend v3.9 2/2"]);
    expect(await slots()).toEqual([
      expect.stringContaining('"slot":"blue"') as string,
      expect.stringContaining('"slot":"green"') as string,
    ]);
  });

  it("86: finishes a set, and brings both services back together by another one", async () => {
    await done("set", "start", ...SET, ...CAUSE);
    await done("set", "advance", ...WATCH);
    await done("set", "finish", ...WATCH);
    expect(await deployments("thoughts-backend")).toEqual(["green-thoughts-backend v1.7 1/1"]);
    expect(await deployments()).toEqual(["frontend v4.2 2/2"]);
    await done("set", "rollback", "--cause", "search is slow", ...WATCH);
    await done("set", "advance", ...WATCH);
    await done("set", "finish", ...WATCH);
    expect(await deployments("thoughts-backend")).toEqual(["thoughts-backend v1.6 1/1"]);
    expect(await deployments()).toEqual(["green-frontend v3.9 2/2"]);
    expect((await release("history", "frontend")).text).toContain(
      "search is slow (set of thoughts-backend and frontend)",
    );
  });

  it("stops at a migration that fails, goes back by itself, and no pod of the new version was there", async () => {
    // No simulated node has so many processors, so its pod waits until the time is over.
    const requests = 'resources: { requests: { cpu: "60m"';
    clone.edit(
      "infra/database/migrations.ts",
      requests,
      requests.replace('"60m"', 'image.tag === "v2.4" ? "1000000m" : "60m"'),
    );
    clone.edit(
      "infra/database/migrations.ts",
      "      user,\n",
      `user, ...(image.tag === "v2.4" && { transform: { job: () => ({ args: { spec: { activeDeadlineSeconds: 5 } } }) } }),`,
    );
    const { code, text } = await release("start", "users-backend", "v2.4", ...CAUSE);
    expect(code).toBe(1);
    expect(text).toContain("users-backend went back by itself to v2.3");
    expect(text).toContain("DeadlineExceeded");
    const images = await clone.kubectl("get", "replicasets", "-l", "app=users-backend", "-o", "yaml");
    expect(images).toContain("users_server:v2.3");
    expect(images).not.toContain("users_server:v2.4");
    // The way back makes the old Job again, and nothing takes it away afterwards.
    const jobs = (await clone.objects("jobs")).map((name) => name.replace(/-[0-9a-f]{8}$/, ""));
    expect(jobs).toEqual(["job.batch/thoughts-backend-migration", "job.batch/users-backend-migration"]);
  });

  it("changes no other line of the stack's file than those of its service", () => {
    const others = committed.split("\n").filter((line) => !line.includes("v3.7"));
    expect(clone.read("Pulumi.local.yaml").split("\n")).toEqual(expect.arrayContaining(others));
  });
});
