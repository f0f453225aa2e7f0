import type { RuleGroup } from "../../components/observability/rules";
import { RECORDED } from "../observability/recordings";
import { SERVICES } from "../system";

/** Traffic: nobody answers, or nobody asks. @param job of the services' pods */
export function trafficAlerts(job: string): RuleGroup {
  return {
    name: "traffic-alerts",
    alerts: [
      ...SERVICES.map((app) => {
        const pods = `up{job="${job}",app="${app}"}`;
        return {
          name: "ServiceDown",
          severity: "critical",
          for: "2m",
          expression: `sum by (app) (${pods}) == 0 or absent(${pods})`,
          labels: { app },
          summary: `${app}: no pod answers`,
          description: "Nobody is served by it, and neither is who needs it.",
        } as const;
      }),
      {
        name: "PageUnreachable",
        severity: "critical",
        for: "2m",
        expression: 'probe_success{job="pages"} == 0',
        summary: "{{ $labels.instance }} does not load",
        description: "Fetched from the cluster, as a browser would: the page fails, or takes more than ten seconds.",
      },
      {
        name: "PodNotScraped",
        severity: "warning",
        for: "5m",
        expression: `up{job="${job}"} == 0`,
        summary: "{{ $labels.pod }} does not say how it is",
        description: "It may serve and may not: its requests and errors are in no graph and in no alert.",
      },
      {
        name: "TrafficFellAway",
        severity: "warning",
        for: "10m",
        expression: `${RECORDED.requests} < 0.1 * (${RECORDED.requests} offset 1h) and ${RECORDED.requests} offset 1h > 1`,
        summary: "{{ $labels.app }}: requests fell to {{ $value | humanize }} per second",
        description: "That is less than a tenth of an hour ago: most likely they no longer get here.",
      },
    ],
  };
}
