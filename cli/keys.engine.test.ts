import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clone, type CommandRun } from "./testing/clone";

const DAYS_3 = 3 * 24 * 60 * 60 * 1_000;

interface Secret {
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

describe("the rotation of the token keys", () => {
  const clone = new Clone();
  const keys = (...args: readonly string[]): Promise<CommandRun> => clone.thoughts("keys", ...args);

  /** What a service's pods find in the folder of the keys. */
  const filesOf = async (service: string): Promise<Readonly<Record<string, string>>> => {
    const path = "{.spec.template.spec.volumes[?(@.secret)].secret.secretName}";
    const name = await clone.kubectl("get", "deployment", service, "-o", `jsonpath=${path}`);
    return (JSON.parse(await clone.kubectl("get", "secret", name, "-o", "json")) as Secret).data;
  };
  const publicKeysOf = async (service: string): Promise<readonly string[]> =>
    Object.entries(await filesOf(service))
      .filter(([file]) => file.endsWith(".pub"))
      .map(([, key]) => key);
  const databasePods = () =>
    clone.kubectl("get", "pods", "-l", "app in (users-backend-db,thoughts-backend-db)", "-o", "name");

  let oldKey = "";
  let databases = "";

  beforeAll(async () => {
    const { code, text } = await clone.thoughts("up");
    expect(code, text).toBe(0);
    [oldKey = ""] = await publicKeysOf("frontend");
    databases = await databasePods();
  });
  afterAll(() => clone.remove());

  it("71: a switch before both verifiers have the new key is refused, whoever writes it into the file", async () => {
    const before = clone.read("Pulumi.local.yaml");
    clone.edit("Pulumi.local.yaml", "    services:", "    keys: { generation: 1, step: 4 }\n    services:");
    const { code, text } = await clone.thoughts("up");
    expect(code).toBe(1);
    expect(text).toContain("can't go from step 1 to step 4: no step may be left out. Take step 2 first.");
    expect(await keys("next")).toMatchObject({
      code: 1,
      text: expect.stringContaining("says step 4 of generation 1, and that is not what is deployed") as string,
    });
    expect(await publicKeysOf("users-backend")).toEqual([oldKey]);
    clone.write("Pulumi.local.yaml", before);
  });

  it("gives the new key to one verifier after the other, and changes nothing else", async () => {
    const first = await keys("next");
    expect(first.text).toContain("nothing but the keys, thoughts-backend");
    expect(await publicKeysOf("thoughts-backend")).toHaveLength(2);
    expect(await publicKeysOf("frontend")).toEqual([oldKey]);
    expect((await keys("next")).text).toContain("nothing but the keys, frontend");
    expect(await publicKeysOf("frontend")).toEqual(await publicKeysOf("thoughts-backend"));
  });

  it("then has users-backend sign with it, and takes that back", async () => {
    expect((await keys("next")).text).toContain("nothing but the keys, users-backend");
    const [fresh = ""] = await publicKeysOf("users-backend");
    expect(fresh).not.toBe(oldKey);
    expect(await publicKeysOf("frontend")).toContain(fresh);
    expect((await keys("undo")).code).toBe(0);
    expect(await publicKeysOf("users-backend")).toEqual([oldKey]);
    expect((await keys("next")).code).toBe(0);
  });

  it("waits two days for the tokens of the old key, and lets it go then", async () => {
    expect((await keys("next")).code).toBe(0);
    expect(await keys("next")).toMatchObject({
      code: 1,
      text: expect.stringContaining("tokens of the old key are accepted until") as string,
    });
    const since = /since: "([^"]+)"/.exec(clone.read("Pulumi.local.yaml"))?.[1] ?? "";
    const earlier = new Date(Date.parse(since) - DAYS_3).toISOString();
    clone.edit("Pulumi.local.yaml", since, earlier);
    expect((await keys("next")).text).toContain("nothing but the keys, thoughts-backend, frontend");
    const left = await publicKeysOf("frontend");
    expect(left).toEqual(await publicKeysOf("users-backend"));
    expect(left).not.toContain(oldKey);
    expect((await keys("next")).text).toContain("generation 2");
  });

  it("restarts no database, and leaves nothing to change", async () => {
    expect(await databasePods()).toBe(databases);
    expect((await clone.thoughts("up")).text).toContain("nothing to change");
  });
});
