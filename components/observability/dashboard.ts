import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type GridPos,
  RowBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { type Problem, under } from "../base/problems";
import { type Panel, renderPanel } from "./panel";

/** Panels side by side. */
export interface Row {
  /** A heading above it. @default - none */
  readonly title?: string;
  readonly panels: readonly Panel[];
}

/** A page of panels. */
export interface Dashboard {
  /** Its identity, and its address in Grafana: `/d/<uid>`. */
  readonly uid: string;
  readonly title: string;
  /** What question it answers. */
  readonly description: string;
  /** Dashboards with a tag in common link to each other. */
  readonly tags: readonly [string, ...string[]];
  /** Minutes that are shown at first. @default 60 */
  readonly minutes?: number;
  /** Seconds between two looks at the data. @default 30 */
  readonly refreshSeconds?: number;
  readonly rows: readonly Row[];
}

/** Columns of Grafana's grid. */
const COLUMNS = 24;
const PANEL_HEIGHT = 8;

/** @see https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/ for what a uid may be */
const UID = /^[A-Za-z0-9_-]{1,40}$/;

/** Dashboards by the name of their file, without `.json`. */
export type Dashboards = Readonly<Record<string, Dashboard>>;

/** What Grafana would refuse, or show in another way than it was meant. */
export function checkDashboards(dashboards: Dashboards): readonly Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(dashboards).flatMap(([file, { uid, rows }]) => {
    const problems: Problem[] = [];
    if (!UID.test(uid)) {
      problems.push({ path: "uid", message: `"${uid}" is no uid; use letters, digits, "-" and "_", at most 40.` });
    }
    const owner = owners.get(uid);
    if (owner !== undefined) {
      problems.push({ path: "uid", message: `"${uid}" is that of ${owner} too; give each dashboard its own.` });
    }
    owners.set(uid, file);
    return under(`dashboards.${file}`, [
      ...problems,
      ...rows.flatMap((row, at) => under(`rows[${at}]`, checkRow(row))),
    ]);
  });
}

function checkRow({ panels }: Row): readonly Problem[] {
  const widths = panels.map(({ width }) => width ?? evenWidth(panels.length));
  const sum = widths.reduce((one, other) => one + other, 0);
  return sum > 0 && sum <= COLUMNS && widths.every((width) => Number.isInteger(width) && width > 0)
    ? []
    : [
        {
          path: "panels",
          message: `they are ${widths.join(" + ") || 0} columns wide; give whole numbers that are ${COLUMNS} or less together.`,
        },
      ];
}

function evenWidth(panels: number): number {
  return Math.floor(COLUMNS / panels);
}

/**
 * The dashboard's JSON, for a file that Grafana's provisioning reads; indented, so that a change of it can be read too.
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function renderDashboard(dashboard: Dashboard): string {
  const { uid, title, description, tags, minutes = 60, refreshSeconds = 30, rows } = dashboard;
  // The builder of the old model: Grafana 13 does not load the new one from files (grafana/grafana#127928).
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([...tags])
    .time({ from: `now-${minutes}m`, to: "now" })
    .refresh(`${refreshSeconds}s`)
    .tooltip(DashboardCursorSync.Crosshair)
    .link(
      new DashboardLinkBuilder("Dashboards")
        .type(DashboardLinkType.Dashboards)
        .tags([tags[0]])
        .asDropdown(true)
        .keepTime(true),
    );
  let y = 0;
  let id = 0;
  for (const row of rows) {
    if (row.title !== undefined) {
      builder.withRow(new RowBuilder(row.title).id(++id).gridPos({ x: 0, y, w: COLUMNS, h: 1 }));
      y += 1;
    }
    const placed = place(row.panels, y);
    for (const { panel, position } of placed) {
      builder.withPanel(renderPanel(panel, ++id, position));
    }
    y += Math.max(...placed.map(({ position }) => position.h));
  }
  return `${JSON.stringify(builder.build(), undefined, 1)}\n`;
}

/** From left to right, none over another. */
function place(panels: readonly Panel[], y: number): readonly { readonly panel: Panel; readonly position: GridPos }[] {
  let x = 0;
  return panels.map((panel) => {
    const { width = evenWidth(panels.length), height = PANEL_HEIGHT } = panel;
    const position = { x, y, w: width, h: height };
    x += width;
    return { panel, position };
  });
}
