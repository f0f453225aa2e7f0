import type { Layout, LayoutArgs, Point } from "./layout";

/** The way of an arrow in a picture. */
export interface Route {
  /** For the attribute `d` of a path. */
  readonly path: string;
  /** Where its label is best read. */
  readonly label: Point;
}

/** The rectangle that a box takes. */
interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
}

/** A part of the way that runs straight on between two places. */
interface Straight {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/**
 * Leads each arrow from the end of one box to the beginning of another one: straight on beside boxes, and to the side only
 * between ranks, where there are none.
 */
export function routesOf({ boxes, arrows, direction }: LayoutArgs, layout: Layout): readonly Route[] {
  // Worked out as if all arrows went to the right; for those that go down, x and y change places.
  const turned = (point: Point): Point => (direction === "right" ? point : { x: point.y, y: point.x });
  const rectangles = new Map(
    boxes.map(({ id, width, height }) => {
      const { x, y } = turned(layout.boxes.get(id) ?? { x: 0, y: 0 });
      const half = (direction === "right" ? width : height) / 2;
      return [id, { left: x - half, right: x + half, middle: y }] as const;
    }),
  );
  return arrows.map(({ from, to }, index) => {
    const [first, last] = [rectangles.get(from), rectangles.get(to)];
    const points = layout.arrows[index] ?? [];
    if (first === undefined || last === undefined) {
      throw new Error(`the arrow from ${from} to ${to} has an end that is no box.`);
    }
    const between = points.slice(1, -1).flatMap((point) => straightsAt(turned(point), [...rectangles.values()]));
    return routeThrough(first, between, last, turned);
  });
}

/** Beside the boxes of a rank one goes straight on. @returns none for a point that is in no rank */
function straightsAt({ x, y }: Point, rectangles: readonly Rectangle[]): readonly Straight[] {
  const beside = rectangles.filter(({ left, right }) => left <= x && x <= right);
  const [from, to] = [Math.min(...beside.map(({ left }) => left)), Math.max(...beside.map(({ right }) => right))];
  return beside.length === 0 ? [] : [{ from, to, at: y }];
}

function routeThrough(
  first: Rectangle,
  between: readonly Straight[],
  last: Rectangle,
  turned: (point: Point) => Point,
): Route {
  const text = (x: number, y: number) => {
    const point = turned({ x, y });
    return `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
  };
  const path = [`M${text(first.right, first.middle)}`];
  let [x, y] = [first.right, first.middle];
  for (const { from, to, at } of [...between, { from: last.left, to: last.left, at: last.middle }]) {
    const half = (x + from) / 2;
    path.push(`C${text(half, y)} ${text(half, at)} ${text(from, at)}`);
    // Without a length it would turn the tip of the arrow.
    if (to > from) {
      path.push(`L${text(to, at)}`);
    }
    [x, y] = [to, at];
  }
  const [way] = between;
  const label =
    way === undefined
      ? { x: (first.right + last.left) / 2, y: (first.middle + last.middle) / 2 }
      : { x: (way.from + way.to) / 2, y: way.at };
  return { path: path.join(""), label: turned(label) };
}
