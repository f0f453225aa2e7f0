/** The package's own types import each other in a way that Node's rules don't resolve. These are of what is used here. */
declare module "@dagrejs/dagre" {
  interface Placed {
    readonly x: number;
    readonly y: number;
  }

  /** @see https://github.com/dagrejs/dagre/wiki#using-dagre for what the labels say */
  export class Graph {
    constructor(options: { readonly multigraph: boolean });
    setGraph(label: {
      readonly rankdir: "LR" | "TB";
      readonly nodesep: number;
      readonly edgesep: number;
      readonly ranksep: number;
      readonly marginx: number;
      readonly marginy: number;
    }): void;
    setNode(name: string, label: { readonly width: number; readonly height: number }): void;
    /** @param name tells it from others between the same nodes; a heavier one is shorter and straighter */
    setEdge(from: string, to: string, label: { readonly weight: number }, name: string): void;
    graph(): { readonly width: number; readonly height: number };
    node(name: string): Placed;
    edge(from: string, to: string, name: string): { readonly points: readonly Placed[] };
  }

  /** Writes places into the labels of a graph. */
  export function layout(graph: Graph): void;
}
