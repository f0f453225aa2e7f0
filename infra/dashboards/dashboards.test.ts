import { describe, expect, it } from "vitest";
import { renderDashboard } from "../../components/observability/dashboard";
import { checkGrafana } from "../../components/observability/grafana";
import { alerts } from "../alerts";
import { dashboardsOf } from "../observability/grafana";
import { SERVICES } from "../system";

const RUNBOOKS = "https://example.com/runbooks";
const dashboards = dashboardsOf({ namespace: "example", runbooks: RUNBOOKS });
const panels = Object.entries(dashboards).flatMap(([file, { rows }]) =>
  rows.flatMap((row) => row.panels.map((panel) => ({ file, ...panel }))),
);

describe("the dashboards", () => {
  it("are accepted as they are, and together are far from what a ConfigMap holds", () => {
    expect(checkGrafana({ dashboards, home: "overview" })).toEqual([]);
    const bytes = Buffer.byteLength(Object.values(dashboards).map(renderDashboard).join(""));
    console.log(`${Object.keys(dashboards).length} dashboards, ${panels.length} panels, ${bytes} bytes`);
    expect(bytes).toBeLessThan(500_000);
  });

  it("are a page for each service, and those that span them", () => {
    expect(Object.keys(dashboards)).toEqual([
      "overview",
      "dashboard",
      ...SERVICES.map((app) => `service-${app}`),
      "rollouts",
      "cluster",
      "alerts",
      "prometheus",
    ]);
  });

  it("lead from a curve of the overview to the page of its service", () => {
    const pages = new Set(panels.filter(({ file }) => file === "overview").flatMap(({ page }) => page ?? []));
    const uids = Object.values(dashboards).map(({ uid }) => uid);
    expect(pages.size).toBeGreaterThan(0);
    for (const page of pages) {
      for (const app of SERVICES) {
        expect(uids).toContain(page.replace("${__field.name}", app).replace(/^\/d\/|\?.*$/g, ""));
      }
    }
  });

  it("have a panel for each alert, with the very expression that raises it and the way to its runbook", () => {
    const all = alerts("example").flatMap((group) => group.alerts ?? []);
    expect(all.length).toBeGreaterThan(10);
    for (const { name, expression } of all) {
      const [panel] = panels.filter(({ queries }) => queries.some(({ expr }) => expr === expression));
      expect(panel?.title, expression).toContain(name);
      expect(panel?.description).toContain(`](${RUNBOOKS}/`);
    }
  });

  it("ask something in every panel, and no panel has the title of another on its page", () => {
    expect(panels.filter(({ queries }) => queries.length === 0)).toEqual([]);
    const positions = panels
      .map(({ file, title }) => `${file}: ${title}`)
      .filter((position) => !position.startsWith("rollouts"));
    expect(positions.filter((position, index) => positions.indexOf(position) !== index)).toEqual([]);
  });
});
