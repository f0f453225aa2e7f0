import { createPrivateKey, createPublicKey, createSign, createVerify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { KeyPair, Password } from "./generated";
import { handler } from "./generated-provider.js";

const provider = handler();

describe("a generated value", () => {
  it("is marked secret, and a later edit of the provider's text does not touch it", async () => {
    const { resources } = await record(() => {
      new Password("password", {}, {});
      new KeyPair("keys", {}, {});
    });

    expect(resources.map(({ name, secretOutputs, ignoreChanges }) => ({ name, secretOutputs, ignoreChanges }))).toEqual(
      [
        { name: "password", secretOutputs: ["value"], ignoreChanges: ["__provider"] },
        { name: "keys", secretOutputs: ["privateKey", "publicKey"], ignoreChanges: ["__provider"] },
      ],
    );
  });

  it("is replaced when its generation rises", async () => {
    const change = await provider.diff("id", { generation: 1 }, { generation: 2 });
    expect(change).toEqual({ changes: true, replaces: ["generation"], deleteBeforeReplace: false });
  });

  it("is not touched by anything else that changes", async () => {
    const change = await provider.diff("id", { generation: 2, bytes: 16 }, { generation: 2, bytes: 32 });
    expect(change).toMatchObject({ changes: false, replaces: [] });
  });

  it.each([
    [3, 2, "generation fell from 3 to 2"],
    [undefined, 0, "generation is 0"],
    [undefined, 1.5, "generation is 1.5"],
  ])("refuses generation %j -> %j", async (before, after, reason) => {
    const { failures } = await provider.check({ generation: before }, { generation: after });
    expect(failures).toEqual([{ property: "generation", reason: expect.stringContaining(reason) as string }]);
  });

  it("as a password has 32 random bytes in characters that need no escaping", async () => {
    const [one, other] = await Promise.all([1, 2].map(() => provider.create({ kind: "password", bytes: 32 })));
    expect(one?.outs.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one?.outs.value).not.toBe(other?.outs.value);
  });

  it("as a key pair signs with one half what the other half verifies", async () => {
    const { outs } = await provider.create({ kind: "keyPair", modulusLength: 2048 });
    const signature = createSign("RSA-SHA256")
      .update("token")
      .sign(createPrivateKey(outs.privateKey ?? ""));
    const publicKey = createPublicKey(outs.publicKey ?? "");

    expect(createVerify("RSA-SHA256").update("token").verify(publicKey, signature)).toBe(true);
    expect(createVerify("RSA-SHA256").update("forged").verify(publicKey, signature)).toBe(false);
  });
});
