import type { ImageTools, Tools } from "../engine/toolchain/tool";
import { UserError } from "../engine/user-error";
import { Cluster } from "../sandbox/control-plane/cluster";
import { lackingForNodes } from "../sandbox/host/requirements";
import type { Registry } from "../sandbox/images/registry";
import { RealNodes } from "../sandbox/nodes/real/real";
import { CLUSTER, IMAGES, NODES } from "./folders";
import type { NodeKind } from "./platform";
import { nodeToolsFor } from "./tools";

/** The cluster of this clone, running or not. */
export interface Embedded {
  readonly cluster: Cluster;
  /** Where its nodes pull from, and what images are made with. @default - none: nodes are simulated and pull nothing */
  readonly images?: { readonly registry: Registry; readonly tools: ImageTools };
  /** Where its Ingresses are reached. @default - nowhere */
  readonly entrance?: string;
}

/**
 * @param say told which tools are made, and how far that is
 * @throws {UserError} if this machine can't run such nodes
 */
export async function embedded(
  nodes: Exclude<NodeKind, "own">,
  tools: Tools,
  say: (line: string) => void,
): Promise<Embedded> {
  switch (nodes) {
    case "simulated":
      return { cluster: new Cluster(CLUSTER, tools) };
    case "real": {
      const nodeTools = await nodeToolsFor(say);
      const real = new RealNodes({ folder: NODES, images: IMAGES, tools: nodeTools });
      return {
        cluster: new Cluster(CLUSTER, tools, real),
        images: { registry: real.registry, tools: nodeTools },
        entrance: real.entrance,
      };
    }
    default:
      return nodes satisfies never;
  }
}

/** @throws {UserError} if this machine can't run real nodes, with what it lacks */
export function demandRealNodes(): void {
  const lacking = lackingForNodes();
  if (lacking.length > 0) {
    throw new UserError(
      `real nodes can't run here, this machine lacks: ${lacking.join(", ")}; simulated ones can: npm run up`,
    );
  }
}
