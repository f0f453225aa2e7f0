import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ImageVersion } from "../components/workload/image";
import { byService, SERVICES, type ServiceName } from "../infra/system";
import type { Versions } from "../release/plan";

/** The output of a stack that says which version of each service it runs, or is on the way to. */
export const VERSIONS = "versions";

/** A version in one word: `v3.8`, or `v3.8@sha256:…`. */
export function versionWord({ tag, digest }: ImageVersion): string {
  return digest === undefined ? tag : `${tag}@${digest}`;
}

/**
 * What the last run of this stack that came to its end has brought in. A stack may refer to itself.
 * @param project of the stack, with its organization: `organization/thoughts`
 * @returns undefined before the first such run, and for a service that it did not have
 */
export async function readRunning(project: string, stack: string): Promise<Readonly<Partial<Versions>>> {
  const reference = new pulumi.StackReference("last-run", { name: `${project}/${stack}` });
  const details: { readonly value?: unknown } = await reference.getOutputDetails(VERSIONS);
  return parseRunning(details.value);
}

/** The versions in an output: none where an older program wrote it, or nobody did. */
export function parseRunning(output: unknown): Readonly<Partial<Versions>> {
  const parsed = z.record(z.string(), z.string()).safeParse(output);
  const words = parsed.success ? parsed.data : {};
  const known = SERVICES.filter((name) => words[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, versionOf(words[name] ?? "")]));
}

function versionOf(word: string): ImageVersion {
  const [tag = "", digest] = word.split("@");
  return { tag, ...(digest !== undefined && { digest }) };
}

/** All services, those that did not run before as they are to be. */
export function withRunning(running: Readonly<Partial<Versions>>, coming: Versions): Versions {
  return byService((name: ServiceName) => running[name] ?? coming[name]);
}
