import { Graph, layout } from "@dagrejs/dagre";

/** Something to be placed, in pixels. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything is; the corner at the top left is 0, 0. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The centres of boxes, by id. */
  readonly boxes: ReadonlyMap<string, Point>;
  /** The points that arrows pass, from box to box, in the order in which arrows were given. */
  readonly arrows: readonly (readonly Point[])[];
}

export interface LayoutArgs {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** Which way arrows go, mostly. */
  readonly direction: "right" | "down";
  /** Between what is side by side. */
  readonly gap: number;
  /** Between what follows each other. */
  readonly step: number;
}

/** Around everything, so that no line is cut. */
const MARGIN = 6;

/** Places boxes in ranks so that no two are on each other, and few arrows cross. */
export function layoutOf({ boxes, arrows, direction, gap, step }: LayoutArgs): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction === "right" ? "LR" : "TB",
    nodesep: gap,
    edgesep: gap / 2,
    ranksep: step,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  boxes.forEach(({ id, width, height }) => graph.setNode(id, { width, height }));
  arrows.forEach(({ from, to }, index) => graph.setEdge(from, to, { weight: 1 }, String(index)));
  layout(graph);
  return {
    ...graph.graph(),
    boxes: new Map(boxes.map(({ id }) => [id, graph.node(id)])),
    arrows: arrows.map(({ from, to }, index) => graph.edge(from, to, String(index)).points),
  };
}
