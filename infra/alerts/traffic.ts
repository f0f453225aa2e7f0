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
          summary: `${app} is down: no pod answers`,
          description: "Its users get errors, and so do the services that call it.",
        } as const;
      }),
      {
        name: "PageUnreachable",
        severity: "critical",
        for: "2m",
        expression: 'probe_success{job="pages"} == 0',
        summary: "{{ $labels.instance }} does not load",
        description: "Requested from the cluster as by a browser: the page fails, or takes more than ten seconds.",
      },
      {
        name: "PodNotScraped",
        severity: "warning",
        for: "5m",
        expression: `up{job="${job}"} == 0`,
        summary: "{{ $labels.pod }}: target down, its metrics can't be scraped",
        description: "It may serve or not: its requests and errors are in no graph and in no alert.",
      },
      {
        name: "TrafficFellAway",
        severity: "warning",
        for: "10m",
        // What is there a day later again is the night, or was the end of a load test.
        expression:
          `${RECORDED.requests} < 0.1 * (${RECORDED.requests} offset 1h) and ${RECORDED.requests} offset 1h > 1` +
          ` unless ${RECORDED.requests} > 0.5 * (${RECORDED.requests} offset 1d)`,
        summary: "{{ $labels.app }}: requests fell to {{ $value | humanize }} per second",
        description:
          "That is less than a tenth of the rate an hour ago. Most likely requests do not reach the service any more.",
      },
    ],
  };
}
