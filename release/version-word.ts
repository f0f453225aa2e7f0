import type { ImageVersion } from "../components/workload/image";

/** A version in one word: `v3.8`, or `v3.8@sha256:…`. */
export function versionWord({ tag, digest }: ImageVersion): string {
  return digest === undefined ? tag : `${tag}@${digest}`;
}

/** The version that a word stands for. */
export function versionOf(word: string): ImageVersion {
  const [tag = "", digest] = word.split("@");
  return { tag, ...(digest !== undefined && { digest }) };
}
