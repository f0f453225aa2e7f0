import { createHmac, randomUUID } from "node:crypto";

/** Who signs in to a cluster. */
export interface Login {
  readonly cluster: string;
  /** ARN of the role, with its path. */
  readonly role: string;
}

/** As tokens of EKS begin: kubernetes-sigs/aws-iam-authenticator, pkg/token/token.go. */
const PREFIX = "k8s-aws-v1.";

/**
 * A token for a cluster. A real one is a question to STS, which says whose signature it bears; this one bears the signature of
 * a secret that all of a rehearsal know. As with a real one, no two are the same: an API server believes for ten seconds what
 * it heard of a token.
 */
export function tokenOf({ cluster, role }: Login, secret: string): string {
  const once = randomUUID();
  const said = JSON.stringify({ cluster, role, once, signature: sign(`${cluster} ${role} ${once}`, secret) });
  return PREFIX + Buffer.from(said).toString("base64url");
}

/** @returns undefined for a token that somebody else made */
export function readToken(token: string, secret: string): Login | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  try {
    const said = JSON.parse(Buffer.from(token.slice(PREFIX.length), "base64url").toString()) as Record<string, unknown>;
    const { cluster, role, once, signature } = said;
    const known = typeof cluster === "string" && typeof role === "string" && typeof once === "string";
    return known && signature === sign(`${cluster} ${role} ${once}`, secret) ? { cluster, role } : undefined;
  } catch {
    return undefined;
  }
}

function sign(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
