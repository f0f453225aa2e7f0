import { type CryptoKey, jwtVerify, SignJWT } from "jose";
import { ALGORITHM } from "./keys";

/** Two days (docs/system.md#tokens): as long as an old key has to be accepted after a rotation. */
const LIFETIME = "2d";

export async function signToken(key: CryptoKey, username: string): Promise<string> {
  return new SignJWT({ username })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuedAt()
    .setExpirationTime(LIFETIME)
    .sign(key);
}

/** @returns whose token it is; undefined if it is none, has expired, or is signed by none of the keys */
export async function verifyToken(keys: readonly CryptoKey[], token: string): Promise<string | undefined> {
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: [ALGORITHM], requiredClaims: ["exp"] });
      return typeof payload.username === "string" ? payload.username : undefined;
    } catch {
      // Another key may be the one.
    }
  }
  return undefined;
}

/** The token of a header `Authorization: Bearer …`. */
export function bearerToken(header: string | undefined): string {
  return /^Bearer (\S+)$/.exec(header ?? "")?.[1] ?? "";
}
