import type { RuleGroup } from "../../components/observability/rules";

const DAY = 86_400;

/**
 * Certificates as a browser sees them. The page's is renewed by itself, so that it gets old says that this failed; the log
 * view's is not.
 */
export function certificateAlerts(): RuleGroup {
  const end = "probe_ssl_earliest_cert_expiry";
  const text = {
    summary: "{{ $labels.instance }}: its certificate expires in {{ $value | humanizeDuration }}",
    description: "After that browsers warn of the page, and programs refuse it.",
  };
  return {
    name: "certificate-alerts",
    alerts: [
      {
        name: "CertificateExpiresSoon",
        severity: "warning",
        for: "1h",
        expression: `${end} - time() < ${21 * DAY}`,
        ...text,
      },
      {
        name: "CertificateAboutToExpire",
        severity: "critical",
        for: "5m",
        // Nobody is woken up for the log view: it works on, with another warning.
        expression: `${end}{job="pages"} - time() < ${3 * DAY}`,
        ...text,
      },
    ],
  };
}
