import type { Diagram, DiagramArrow, DiagramBox } from "./diagrams";
import { type Box, type Layout, layoutOf } from "./layout";
import { type Route, routesOf } from "./route";

/** For what width a diagram is drawn: that of a laptop, or that of a phone. */
export type Format = "wide" | "narrow";

interface DrawingProps {
  /** Unique in the page. */
  readonly id: string;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly diagram: Diagram;
  readonly format: Format;
}

/** In pixels; there is no room for icons on a phone. A letter is as wide as in DejaVu Sans, the widest of the fonts that browsers take here. */
const SIZES = {
  wide: { title: 8.7, host: 7.7, detail: 7.2, icon: 22, padding: 24, height: 54, gap: 20, step: 62 },
  narrow: { title: 7.4, host: 6.6, detail: 6.1, icon: 0, padding: 18, height: 44, gap: 10, step: 40 },
} as const;

/** What a phone has for a picture, in pixels, and the smallest that letters may be made for it; beyond that it scrolls. */
const PHONE = 313;
const SMALLEST = 0.85;

/** A diagram as a picture of its own size. */
export function Drawing({ id, label, diagram, format }: DrawingProps) {
  const { gap, step } = SIZES[format];
  const boxes = diagram.boxes.map((box) => sized(box, format));
  const args = { boxes, arrows: diagram.arrows, direction: format === "wide" ? "right" : "down", gap, step } as const;
  const layout = layoutOf(args);
  const routes = routesOf(args, layout);
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)];
  const scale = format === "narrow" ? Math.max(SMALLEST, Math.min(1, PHONE / width)) : 1;
  return (
    <svg
      class={`drawing ${format}`}
      role="img"
      aria-label={label}
      width={Math.round(width * scale)}
      height={Math.round(height * scale)}
      viewBox={`0 0 ${width} ${height}`}
    >
      <defs>
        <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path class="tip" d="M0 0.5 8 4 0 7.5Z" />
        </marker>
      </defs>
      {diagram.arrows.map((arrow, index) => drawnArrow(arrow, routes[index], id))}
      {diagram.arrows.map((arrow, index) => drawnLabel(arrow, routes[index]))}
      {diagram.boxes.map((box, index) => drawnBox(box, boxes[index], layout, format))}
    </svg>
  );
}

function sized({ id, group, detail = "" }: DiagramBox, format: Format): Box {
  const size = SIZES[format];
  const title = titleOf(id, format).length * (group === "hosts" ? size.host : size.title);
  const height = group === "hosts" ? size.height * 0.7 : size.height;
  return { id, width: Math.round(Math.max(title, detail.length * size.detail) + size.icon + size.padding), height };
}

/** How long the name of a host may be before its last parts, which all have, are left out. */
const LONGEST_HOST = { wide: 26, narrow: 0 } as const;

function titleOf(id: string, format: Format): string {
  const parts = id.split(".");
  const few = parts.slice(0, format === "wide" ? 2 : 1);
  return parts.length > 1 && id.length > LONGEST_HOST[format] ? `${few.join(".")}.…` : id;
}

function drawnArrow({ from, to, kind }: DiagramArrow, route: Route | undefined, tip: string) {
  return <path class={`arrow ${kind}`} key={`${from} ${to}`} d={route?.path} marker-end={`url(#${tip})`} />;
}

function drawnLabel({ from, to, label }: DiagramArrow, route: Route | undefined) {
  if (label === undefined || route === undefined) {
    return null;
  }
  const { x, y } = route.label;
  const width = label.length * 7.2;
  return (
    <g class="label" key={`label ${from} ${to}`}>
      <rect x={x - width / 2} y={y - 8} width={width} height={16} />
      <text x={x} y={y + 4} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}

function drawnBox({ id, group, detail, state }: DiagramBox, box: Box | undefined, layout: Layout, format: Format) {
  const { x, y } = layout.boxes.get(id) ?? { x: 0, y: 0 };
  const { width = 0, height = 0 } = box ?? {};
  const { icon, padding } = SIZES[format];
  const [left, top] = [x - width / 2, y - height / 2];
  const start = left + icon + padding / 2;
  return (
    <g class={`box ${group} ${state.replace(" ", "-")}`} key={id}>
      <title>{detail === undefined ? id : `${id}: ${detail}`}</title>
      <rect x={left} y={top} width={width} height={height} rx={group === "hosts" ? height / 2 : 10} />
      {icon > 0 && <path class="icon" transform={`translate(${left + 11} ${top + height / 2 - 8})`} d={ICONS[group]} />}
      <text class="title" x={start} y={detail === undefined ? y + 4.5 : y - 3.5}>
        {titleOf(id, format)}
      </text>
      {detail !== undefined && (
        <text class="detail" x={start} y={y + 13.5}>
          {detail}
        </text>
      )}
    </g>
  );
}

/** Of 16 by 16 pixels, as lines: a globe, a cube, a cylinder, an eye. */
const ICONS: Readonly<Record<DiagramBox["group"], string>> = {
  hosts: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM1 8h14M8 1c-5 4.5-5 9.5 0 14M8 1c5 4.5 5 9.5 0 14",
  services: "M8 1 14.5 4.5v7L8 15 1.5 11.5v-7ZM1.5 4.5 8 8l6.5-3.5M8 8v7",
  databases: "M2 3.5C2 .7 14 .7 14 3.5S2 6.3 2 3.5ZM2 3.5v9c0 2.8 12 2.8 12 0v-9M2 8c0 2.8 12 2.8 12 0",
  tools: "M1 8c3.5-6 10.5-6 14 0-3.5 6-10.5 6-14 0ZM8 5.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Z",
};
