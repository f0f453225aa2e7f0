import { isSecret } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { type Manifest, manifestOf } from "../../sandbox/rendering/manifest";
import type { JsonObject } from "../../sandbox/providers/wire/json";
import type { Resource } from "../bootstrap/resource";
import { namedBy } from "../drift/drift";

/** The logical name of the provider that applies nothing (`infra/delivery/delivery.ts`). */
const PROVIDER = "git";

/** What the Kubernetes plugin is told by an annotation means nothing to others. */
const FOR_THE_PLUGIN = "pulumi.com/";

/**
 * The manifests that a state holds for Git, with the values of the environment itself: addresses of images, ARNs, hashes.
 * @returns sorted by path; empty where Pulumi applies everything
 * @throws {UserError} if one holds a secret value: Git keeps what was in it for ever
 */
export function manifestsForGit(resources: readonly Resource[]): readonly Manifest[] {
  return resources
    .filter(({ provider, delete: isLeft }) => providerName(provider) === PROVIDER && isLeft !== true)
    .map(({ urn, inputs = {} }) => {
      const object = inputs as JsonObject;
      if (hasSecret(object)) {
        const { type, name } = namedBy(urn);
        throw new UserError(
          `${type} ${name} has a secret value, which may not be in Git; put it into a Secret, which the environment makes itself`,
        );
      }
      return manifestOf(cleaned(object));
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @param provider such as `urn:pulumi:staging::thoughts::pulumi:providers:kubernetes::git::8f3c…` */
function providerName(provider = ""): string | undefined {
  return provider.split("::")[3];
}

function hasSecret(value: unknown): boolean {
  return isSecret(value) || (typeof value === "object" && value !== null && Object.values(value).some(hasSecret));
}

function cleaned(object: JsonObject): JsonObject {
  const metadata = { ...(object.metadata as JsonObject) };
  const annotations = Object.entries((metadata.annotations ?? {}) as JsonObject);
  const others = annotations.filter(([key]) => !key.startsWith(FOR_THE_PLUGIN));
  delete metadata.annotations;
  return {
    ...object,
    metadata: { ...metadata, ...(others.length > 0 && { annotations: Object.fromEntries(others) }) },
  };
}
