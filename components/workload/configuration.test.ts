import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { Configuration, SecretBundle } from "./configuration";

const common = { namespace: "example", partOf: "system" };

async function configMapOf(data: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>> {
  const { resources } = await record(() => new Configuration("settings", { ...common, data }, {}));
  return resources.find(({ custom }) => custom)?.inputs ?? {};
}

async function secretOf(data: Readonly<Record<string, pulumi.Input<string>>>, hashKey = "key") {
  const { resources } = await record(() => new SecretBundle("credentials", { ...common, data, hashKey }, {}));
  const secret = resources.find(({ custom }) => custom);
  return { ...secret, name: (secret?.inputs.metadata as { name: string }).name };
}

async function nameOf(data: Readonly<Record<string, string>>): Promise<unknown> {
  return ((await configMapOf(data)).metadata as { name: string }).name;
}

describe("a configuration", () => {
  it("is an immutable ConfigMap named after its content, the base name as a label", async () => {
    expect(await configMapOf({ A: "1" })).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^settings-[0-9a-f]{8}$/) as string,
        labels: { "app.kubernetes.io/name": "settings" },
      },
      data: { A: "1" },
      immutable: true,
    });
  });

  it("has another name for other content, and the old one when the change is undone", async () => {
    const [before, changed, undone] = [await nameOf({ A: "1" }), await nameOf({ A: "2" }), await nameOf({ A: "1" })];
    expect(changed).not.toBe(before);
    expect(undone).toBe(before);
  });

  it("has one name whatever order its keys were written in", async () => {
    expect(await nameOf({ A: "1", B: "2" })).toBe(await nameOf({ B: "2", A: "1" }));
  });

  it("tells which keys there are", async () => {
    const keys: string[] = [];
    await record(() => keys.push(...new Configuration("settings", { ...common, data: { A: "1", B: "2" } }, {}).keys));
    expect(keys).toEqual(["A", "B"]);
  });
});

describe("a bundle of secrets", () => {
  it("is an immutable Secret whose every value is marked secret, also one that was given in the clear", async () => {
    const { inputs, secretPaths } = await secretOf({ password: "hunter2", token: pulumi.secret("t") });
    expect(inputs).toMatchObject({ stringData: "<secret>", immutable: true, type: "Opaque" });
    expect(secretPaths).toEqual(["stringData.password", "stringData.token"]);
  });

  it("has a name that everybody may read, although its content is secret", async () => {
    const { name, secretPaths } = await secretOf({ password: pulumi.secret("hunter2") });
    expect(name).toMatch(/^credentials-[0-9a-f]{8}$/);
    expect(secretPaths).not.toContain("metadata.name");
  });

  it("says its name in the clear to those that refer to it", async () => {
    let secret: Promise<boolean> | undefined;
    await record(() => {
      const data = { password: pulumi.secret("hunter2") };
      const { secretName } = new SecretBundle("credentials", { ...common, data, hashKey: pulumi.secret("key") }, {});
      secret = pulumi.isSecret(secretName);
    });
    expect(await secret).toBe(false);
  });

  it("has another name for other content, and for the same content under another key", async () => {
    const { name } = await secretOf({ password: "a" });
    expect((await secretOf({ password: "a" })).name).toBe(name);
    expect((await secretOf({ password: "b" })).name).not.toBe(name);
    expect((await secretOf({ password: "a" }, "other")).name).not.toBe(name);
  });
});
