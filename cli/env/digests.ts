import type { DemoSource } from "../../stacks/names";
import { settingsIn } from "../account/settings";
import { embedded } from "../embedded";
import { ROOT } from "../folders";
import { RegistryClient } from "../images/registry-client";
import { readPlatform } from "../platform";
import { required } from "../steps";
import { craneFor, toolsFor } from "../tools";

/** The digest of an image by its tag. @returns undefined if it is not there */
export type DigestOf = (repository: string, tag: string) => Promise<string | undefined>;

export interface OpenRegistry {
  /** For people. */
  readonly registry: string;
  readonly digestOf: DigestOf;
}

type Say = (line: string) => void;

/** Asks the registry that pods of an environment pull from. @throws {UserError} if it does not answer */
export async function withDigests<T>(
  source: DemoSource,
  say: Say,
  work: (open: OpenRegistry) => Promise<T>,
): Promise<T> {
  switch (source) {
    case "local": {
      const registry = await localRegistry(say);
      const client = new RegistryClient({ tool: await craneFor(say), logins: {}, say });
      try {
        return await work({ registry, digestOf: (name, tag) => client.digestOf(`${registry}/${name}:${tag}`) });
      } finally {
        client.close();
      }
    }
    case "staging": {
      // Loaded here: what asks AWS is the largest part of the command, and demos of this machine need none of it.
      const { withRegistries } = await import("../images/open-registries.js");
      return withRegistries({ own: source, others: [], say }, ({ copier, places }) => {
        const { registry } = required(places[source]);
        return work({ registry, digestOf: (name, tag) => copier.digestOf(`${registry}/${name}:${tag}`) });
      });
    }
    default:
      return source satisfies never;
  }
}

/** That of this clone's nodes; without nodes of its own, the one that the stack's file names. */
async function localRegistry(say: Say): Promise<string> {
  const nodes = readPlatform()?.nodes === "real" ? await embedded("real", await toolsFor(say), say) : undefined;
  return nodes?.images?.registry.address ?? String(settingsIn(ROOT, "local").registry);
}
