import { describe, expect, it } from "vitest";
import { firingAlerts } from "./alerts";

const alert = (alertname: string, severity: string, state: string, activeAt: string) => ({
  state,
  activeAt,
  labels: { alertname, severity },
  annotations: { summary: `${alertname} is so` },
});

describe("the alerts that fire", () => {
  it("are those of Prometheus, the oldest first, without what fires always and what only may fire", async () => {
    const alerts = [
      alert("ServiceDown", "critical", "firing", "2026-11-29T23:44:00Z"),
      alert("Watchdog", "none", "firing", "2026-11-29T22:00:00Z"),
      alert("JobFailed", "warning", "pending", "2026-11-29T23:00:00Z"),
      alert("ContainerOutOfMemory", "warning", "firing", "2026-11-29T23:40:00Z"),
    ];
    const found = await firingAlerts(() => Promise.resolve(JSON.stringify({ data: { alerts } })));
    expect(found.map(({ name }) => name)).toEqual(["ContainerOutOfMemory", "ServiceDown"]);
    expect(found[1]).toEqual({
      name: "ServiceDown",
      severity: "critical",
      summary: "ServiceDown is so",
      since: new Date("2026-11-29T23:44:00Z"),
    });
  });
});
