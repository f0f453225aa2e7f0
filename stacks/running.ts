import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { SetPart } from "../infra/release-set";
import { byService, SERVICES, type ServiceName } from "../infra/system";
import type { Versions } from "../release/plan";
import { versionOf, versionWord } from "../release/version-word";

/** The output of a stack that says which version of each service it runs, or is on the way to. */
export const VERSIONS = "versions";

/** The output of a stack that says which of them came in a release set, with what ran before it. */
export const SETS = "sets";

/** A part in a release set, as an output. */
export interface SetWords {
  readonly members: readonly ServiceName[];
  readonly from: string;
}

export function setWords({ members, from }: SetPart): SetWords {
  return { members, from: versionWord(from) };
}

/** The output of a stack that says who applies its services, if it is not Pulumi as usual. */
export const DELIVERY = "delivery";

/** What a stack runs. */
export interface Running {
  /** Nothing before the first run that came to its end, and for a service that it did not have. */
  readonly versions: Readonly<Partial<Versions>>;
  /** @default - undefined: Pulumi applies the services */
  readonly delivery: string | undefined;
}

/**
 * What the last run of this stack that came to its end has brought in. A stack may refer to itself.
 * @param project of the stack, with its organization: `organization/thoughts`
 */
export async function readRunning(project: string, stack: string): Promise<Running> {
  const reference = new pulumi.StackReference("last-run", { name: `${project}/${stack}` });
  const valueOf = async (output: string) => ((await reference.getOutputDetails(output)) as { value?: unknown }).value;
  const delivery = await valueOf(DELIVERY);
  return {
    versions: parseRunning(await valueOf(VERSIONS), await valueOf(SETS)),
    delivery: typeof delivery === "string" ? delivery : undefined,
  };
}

const setOutput = z.object({ members: z.array(z.enum(SERVICES)), from: z.string() });

/** The versions in outputs: none where an older program wrote them, or nobody did. */
export function parseRunning(versions: unknown, sets?: unknown): Readonly<Partial<Versions>> {
  const words = z.record(z.string(), z.string()).safeParse(versions).data ?? {};
  const parts = z.record(z.string(), z.unknown()).safeParse(sets).data ?? {};
  const known = SERVICES.filter((name) => words[name] !== undefined);
  return Object.fromEntries(
    known.map((name) => {
      // Each alone: a set with a service that is gone says nothing of the others.
      const part = setOutput.safeParse(parts[name]).data;
      const set = part && { members: part.members, from: versionOf(part.from) };
      return [name, { ...versionOf(words[name] ?? ""), ...(set && { set }) }];
    }),
  );
}

/** All services, those that did not run before as they are to be. */
export function withRunning(running: Readonly<Partial<Versions>>, coming: Versions): Versions {
  return byService((name: ServiceName) => running[name] ?? coming[name]);
}
