import type { Graph } from "../graph";
import type { Part, Resource } from "../line";

/** What a resource takes in a month; a sentence why it can't be said; or nothing, where another resource pays for it. */
export type Pricer = (resource: Resource, graph: Graph) => readonly Part[] | string;
