import type { RuleGroup } from "../../components/observability/rules";

const DAY = 86_400;

/** Certificates as a browser sees them. They are renewed by themselves, so one that gets old says that this failed. */
export function certificateAlerts(): RuleGroup {
  const left = "probe_ssl_earliest_cert_expiry - time()";
  const text = {
    summary: "{{ $labels.instance }}: its certificate ends in {{ $value | humanizeDuration }}",
    description: "Then browsers warn of the page, and programs refuse it.",
  };
  return {
    name: "certificate-alerts",
    alerts: [
      { name: "CertificateExpiresSoon", severity: "warning", for: "1h", expression: `${left} < ${21 * DAY}`, ...text },
      {
        name: "CertificateAboutToExpire",
        severity: "critical",
        for: "5m",
        expression: `${left} < ${3 * DAY}`,
        ...text,
      },
    ],
  };
}
