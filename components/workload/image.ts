import type * as pulumi from "@pulumi/pulumi";
import { misfit } from "../base/formats";
import type { Problem } from "../base/problems";

/** Which version of an image: what a release changes. */
export interface ImageVersion {
  /** The version's tag: `v1.5`. */
  readonly tag: string;
  /** @default - whatever the tag points at; `sha256:` and 64 hex digits pin the content */
  readonly digest?: string | undefined;
}

/** A container image, by where it is and which one it is. */
export interface Image extends ImageVersion {
  /** Registry and repository, without a tag: `123456789012.dkr.ecr.us-west-2.amazonaws.com/thoughts_server`. */
  readonly repository: pulumi.Input<string>;
  /** When a node asks the registry. `Never` is for images that were put on the node by hand. */
  readonly pullPolicy: "Always" | "IfNotPresent" | "Never";
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md for what a digest may be */
export function checkImageVersion({ tag, digest }: ImageVersion): readonly Problem[] {
  const problems: Problem[] = [];
  if (tag === "latest") {
    problems.push({
      path: "tag",
      message: `"latest" moves, so a new image under it is never rolled out; name a version such as "v1.5".`,
    });
  } else {
    const message = misfit("imageTag", tag, "image tag");
    problems.push(...(message === undefined ? [] : [{ path: "tag", message }]));
  }
  if (digest !== undefined && !DIGEST.test(digest)) {
    problems.push({
      path: "digest",
      message: `"${digest}" is no digest; use "sha256:" and 64 hex digits as the registry shows it, or leave it out.`,
    });
  }
  return problems;
}
