import type { Dashboard, Row } from "../../components/observability/dashboard";
import type { Panel } from "../../components/observability/panel";
import { type Alert, type RuleGroup, runbookPage } from "../../components/observability/rules";
import { SYSTEM } from "../system";

/** How many panels are side by side. */
const PER_ROW = 4;

/** Every alert with the very expression that it is raised by, and the way to its runbook. */
export function alertsDashboard(groups: readonly RuleGroup[], runbooks: string): Dashboard {
  const rows = groups.filter(({ alerts = [] }) => alerts.length > 0).flatMap((group) => rowsOf(group, runbooks));
  return {
    uid: "alerts",
    title: "Alerts",
    description: "A curve is there while its alert is pending or fires. What is said of a panel leads to its runbook.",
    tags: [SYSTEM],
    rows: [FIRING, ...rows],
  };
}

const FIRING: Row = {
  title: "Now",
  panels: [
    {
      title: "Alerts",
      unit: "short",
      queries: [
        {
          expr: "count by (alertname, alertstate, severity) (ALERTS)",
          legend: "{{severity}} {{alertname}} {{alertstate}}",
        },
      ],
    },
  ],
};

/** Alerts of one name, such as that of each service, share a panel. */
function rowsOf({ name, alerts = [] }: RuleGroup, runbooks: string): readonly Row[] {
  const names = [...new Set(alerts.map((alert) => alert.name))];
  const panels = names.map((one) =>
    panelOf(
      alerts.filter((alert) => alert.name === one),
      runbooks,
    ),
  );
  const chunks = Array.from({ length: Math.ceil(panels.length / PER_ROW) }, (_, row) =>
    panels.slice(row * PER_ROW, (row + 1) * PER_ROW),
  );
  return chunks.map((chunk, index) => ({ ...(index === 0 && { title: name }), panels: chunk }));
}

function panelOf(alerts: readonly Alert[], runbooks: string): Panel {
  const [first] = alerts;
  if (first === undefined) {
    throw new Error("an alert without a rule has no panel.");
  }
  const { name, severity, description } = first;
  return {
    title: `${name} (${severity})`,
    description: `${description} [What to do](${runbooks}/${runbookPage(first)})`,
    unit: "short",
    queries: alerts.map(({ expression }) => ({ expr: expression, legend: "__auto" })),
    width: 24 / PER_ROW,
    height: 5,
  };
}
