import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasResources, idsOf, partsOf, restoreState, stacksIn, stateFile, stateFiles, stateFolder } from "./state";

describe("the state of a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-state-"));

  beforeAll(() => {
    const deployment = (id: string) => ({ type: "kubernetes:apps/v1:Deployment", id });
    write("up", [
      { type: "pulumi:pulumi:Stack" },
      { type: "thoughts:workload:Service" },
      deployment("example/frontend"),
      deployment("example/users-backend"),
    ]);
    write("refused", [{ type: "pulumi:pulumi:Stack" }, { type: "pulumi:providers:kubernetes", id: "1" }]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(stack: string, resources: readonly object[]): void {
    const file = stateFile(stateFolder(folder), stack);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ checkpoint: { latest: { resources } } }));
  }

  it("has resources, unless the engine has made nothing but the stack and its providers", () => {
    expect(hasResources(folder, "up")).toBe(true);
    expect(hasResources(folder, "refused")).toBe(false);
    expect(hasResources(folder, "never")).toBe(false);
  });

  it("is there, once, if only the old one is left of it, and beside what the engine keeps of its own", () => {
    const file = stateFile(stateFolder(folder), "moved");
    for (const ending of [".bak", ".bak.attrs", ".attrs"]) {
      writeFileSync(`${file}${ending}`, "{}");
      writeFileSync(`${stateFile(stateFolder(folder), "up")}${ending}`, "{}");
    }
    expect(stacksIn(folder)).toEqual(["moved", "refused", "up"]);
    expect(stacksIn(join(folder, "nowhere"))).toEqual([]);
  });

  it("has the ids of all resources of a type", () => {
    expect(idsOf(folder, "up", "kubernetes:apps/v1:Deployment")).toEqual(["example/frontend", "example/users-backend"]);
    expect(idsOf(folder, "up", "thoughts:workload:Service")).toEqual([]);
  });

  it("has parts, each with its name and its parent's, and without what is encrypted or replaced", () => {
    const urn = (types: string, name: string) => `urn:pulumi:up::thoughts::${types}::${name}`;
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    const service = { urn: urn("thoughts:workload:Service", "frontend"), type: "thoughts:workload:Service" };
    const deployment = {
      urn: urn("thoughts:workload:Service$kubernetes:apps/v1:Deployment", "frontend-deployment"),
      type: "kubernetes:apps/v1:Deployment",
      id: "example/frontend",
      parent: service.urn,
      inputs: { spec: { replicas: 2, token: secret, list: [secret, "open"] }, password: secret },
    };
    write("parts", [service, deployment, { ...deployment, delete: true }]);
    expect(partsOf(folder, "parts")).toEqual([
      { name: "frontend", type: service.type, id: undefined, parent: undefined, inputs: {} },
      {
        name: "frontend-deployment",
        type: deployment.type,
        id: "example/frontend",
        parent: "frontend",
        inputs: { spec: { replicas: 2, list: ["open"] } },
      },
    ]);
  });

  it("is made readable again where a run was killed while it wrote: the state, its attributes, a lock, the history", () => {
    write("killed", []);
    const backend = stateFolder(folder);
    const pulumi = join(backend, ".pulumi");
    const cutOff = [
      `${stateFile(backend, "killed")}.attrs`,
      join(pulumi, "locks", "organization", "thoughts", "killed", "1.json.attrs"),
      join(pulumi, "history", "thoughts", "killed", "killed-1.history.json.attrs"),
      `${stateFile(backend, "killed")}.bak.18ecd3721504613b.tmp`,
    ];
    const whole = join(pulumi, "stacks", "thoughts", "parts.json.attrs");
    for (const file of cutOff) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "");
    }
    writeFileSync(whole, '{"md5":"Zm9v"}');
    restoreState(backend, "killed");
    expect(cutOff.filter((file) => existsSync(file))).toEqual([]);
    expect(existsSync(whole)).toBe(true);
    expect(existsSync(stateFile(backend, "killed"))).toBe(true);
  });

  it("has all its files, half written ones too, and none of a stack whose name begins as its own does", () => {
    const backend = stateFolder(folder);
    const file = stateFile(backend, "demo");
    const own = ["", ".attrs", ".bak", ".bak.attrs", ".18ecd3721504613b.tmp"].map((ending) => file + ending);
    for (const one of [...own, stateFile(backend, "demo-anna")]) {
      writeFileSync(one, "{}");
    }
    expect([...stateFiles(backend, "demo")].sort()).toEqual([...own].sort());
  });

  it("is the old one again where a run was killed between moving it aside and writing the new one", () => {
    write("moved-aside", [{ type: "pulumi:pulumi:Stack" }]);
    const file = stateFile(stateFolder(folder), "moved-aside");
    renameSync(file, `${file}.bak`);
    restoreState(stateFolder(folder), "moved-aside");
    expect(readFileSync(file, "utf8")).toContain("pulumi:pulumi:Stack");
  });
});
