import { rmSync } from "node:fs";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { KeyFolder } from "../testing/keys";
import { readPrivateKey, readPublicKeys } from "./keys";
import { bearerToken, signToken, verifyToken } from "./tokens";

const TWO_DAYS = 2 * 24 * 60 * 60;

describe("a token", () => {
  it("is accepted by every public key that is there, and by no other", async () => {
    const { path } = new KeyFolder().add("old");
    const old = await signToken(await readPrivateKey(path), "bruce");
    const onlyOld = await readPublicKeys(path);
    new KeyFolder().add();
    const rotated = new KeyFolder().add();
    const fresh = await signToken(await readPrivateKey(rotated.path), "bruce");

    expect(await verifyToken(onlyOld, old)).toBe("bruce");
    expect(await verifyToken(onlyOld, fresh)).toBeUndefined();
    const both = [...onlyOld, ...(await readPublicKeys(rotated.path))];
    expect([await verifyToken(both, old), await verifyToken(both, fresh)]).toEqual(["bruce", "bruce"]);
  });

  it("holds for two days", async () => {
    const { path } = new KeyFolder().add();
    const [, payload = ""] = (await signToken(await readPrivateKey(path), "bruce")).split(".");
    const { iat, exp } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { iat: number; exp: number };
    expect(exp - iat).toBe(TWO_DAYS);
  });

  it("is refused when it has expired, never expires, or names another algorithm", async () => {
    const { path } = new KeyFolder().add();
    const [key, keys] = [await readPrivateKey(path), await readPublicKeys(path)];
    const claims = () => new SignJWT({ username: "bruce" }).setProtectedHeader({ alg: "RS256" });
    expect(await verifyToken(keys, await claims().setExpirationTime("-1s").sign(key))).toBeUndefined();
    expect(await verifyToken(keys, await claims().sign(key))).toBeUndefined();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"username":"bruce"}').toString("base64url")}.`;
    expect(await verifyToken(keys, unsigned)).toBeUndefined();
  });

  it("is read from the header it comes in", () => {
    expect(bearerToken("Bearer a.b.c")).toBe("a.b.c");
    expect([bearerToken(undefined), bearerToken("Basic abc")]).toEqual(["", ""]);
  });

  it("needs its keys: a folder without any is refused, and says what to mount", async () => {
    const { path } = new KeyFolder();
    await expect(readPublicKeys(path)).rejects.toThrow(
      `no public key in ${path}; mount at least public_key.pub there.`,
    );
    await expect(readPrivateKey(path)).rejects.toThrow("no private key");
    rmSync(path, { recursive: true });
  });
});
