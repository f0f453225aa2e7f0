import type { Ask } from "../prometheus";

/** An alert that fires now. */
export interface Alert {
  readonly name: string;
  /** `critical`, `warning` */
  readonly severity: string;
  readonly summary: string;
  readonly since: Date;
}

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#alerts */
interface Answer {
  readonly data: {
    readonly alerts: readonly {
      readonly state: "firing" | "pending";
      readonly activeAt: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  };
}

/** The severity of what fires to show that alerts work. */
const NONE = "none";

/** The alerts that Prometheus has firing, the oldest first. @throws {UserError} if it does not answer */
export async function firingAlerts(ask: Ask): Promise<readonly Alert[]> {
  const { data } = JSON.parse(await ask("/api/v1/alerts")) as Answer;
  return data.alerts
    .filter(({ state, labels }) => state === "firing" && labels.severity !== NONE)
    .map(({ activeAt, labels, annotations }) => ({
      name: labels.alertname ?? "",
      severity: labels.severity ?? "",
      summary: annotations.summary ?? "",
      since: new Date(activeAt),
    }))
    .sort((one, other) => one.since.getTime() - other.since.getTime());
}
