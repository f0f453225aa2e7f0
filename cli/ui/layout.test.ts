import { describe, expect, it } from "vitest";
import { requestsDiagram, toolsDiagram } from "./diagrams";
import { layoutOf } from "./layout";
import { routesOf } from "./route";
import { STATUS, TOPOLOGY } from "./testing/observation";

const WIDTH = 160;
const HEIGHT = 50;

interface Rectangle {
  readonly id: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

describe.each(["right", "down"] as const)("a diagram whose arrows go %s", (direction) => {
  describe.each([
    ["requests", requestsDiagram(TOPOLOGY, STATUS)],
    ["tools", toolsDiagram(TOPOLOGY, STATUS)],
  ])("of %s", (_, diagram) => {
    const boxes = diagram.boxes.map(({ id }) => ({ id, width: WIDTH, height: HEIGHT }));
    const args = { boxes, arrows: diagram.arrows, direction, gap: 20, step: 60 } as const;
    const layout = layoutOf(args);
    const rectangles = boxes.map(({ id }): Rectangle => {
      const { x, y } = layout.boxes.get(id) ?? { x: NaN, y: NaN };
      return { id, left: x - WIDTH / 2, right: x + WIDTH / 2, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 };
    });

    it("has no box on another one, and all inside", () => {
      const pairs = rectangles.flatMap((one, index) =>
        rectangles.slice(index + 1).map((other) => [one, other] as const),
      );
      const overlaps = pairs.filter(
        ([one, other]) =>
          one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
      );
      expect(overlaps).toEqual([]);
      for (const { left, right, top, bottom } of rectangles) {
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(layout.width);
        expect(bottom).toBeLessThanOrEqual(layout.height);
      }
    });

    it("has no arrow through a box", () => {
      const routes = routesOf(args, layout);
      const through = diagram.arrows.flatMap(({ from, to }, index) =>
        pointsOn(routes[index]?.path ?? "").flatMap(({ x, y }) =>
          rectangles
            .filter(({ id, left, right, top, bottom }) => {
              const inside = left < x && x < right && top < y && y < bottom;
              return inside && id !== from && id !== to;
            })
            .map(({ id }) => `${from} → ${to} through ${id}`),
        ),
      );
      expect(new Set(through)).toEqual(new Set());
    });
  });
});

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points along a path of lines and cubic curves. */
function pointsOn(path: string): readonly Point[] {
  const parts = [...path.matchAll(/([MLC])([^MLC]+)/g)].map(([, letter = "", numbers = ""]) => {
    const values = numbers.trim().split(" ").map(Number);
    return { letter, values };
  });
  let at: Point = { x: 0, y: 0 };
  return parts.flatMap(({ letter, values }) => {
    const end = { x: values.at(-2) ?? 0, y: values.at(-1) ?? 0 };
    const [a = 0, b = 0, c = 0, d = 0] = letter === "C" ? values : [at.x, at.y, end.x, end.y];
    const start = letter === "M" ? end : at;
    at = end;
    return Array.from({ length: 41 }, (_, index) => {
      const t = index / 40;
      const cubic = (p: number, q: number, r: number, s: number) =>
        (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t ** 2 * r + t ** 3 * s;
      return letter === "M" ? end : { x: cubic(start.x, a, c, end.x), y: cubic(start.y, b, d, end.y) };
    });
  });
}
