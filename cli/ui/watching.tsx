import type { Alert } from "./alerts";
import { Command } from "./command";
import type { Environment } from "./environment";
import type { Observation } from "./observer";
import { Time } from "./time";

/** The alerts that fire and the dashboards, or why there are none. */
export function Watching({ seen, environment }: { readonly seen: Observation; readonly environment: Environment }) {
  return seen.nodes === undefined ? null : (
    <section id="watching" aria-labelledby="watching-title">
      <h2 id="watching-title">Alerts and dashboards</h2>
      {seen.alerts === undefined ? <NoPrometheus /> : <Alerts alerts={seen.alerts} now={seen.at} />}
      {seen.alerts !== undefined && (
        <p>
          <a id="dashboards" href="/dashboards">
            Dashboards
          </a>{" "}
          with what Prometheus knows now; they take some 20 seconds.
        </p>
      )}
      <Grafana environment={environment} isSimulated={seen.nodes === "simulated"} />
    </section>
  );
}

function NoPrometheus() {
  return (
    <>
      <p>
        No container runs on simulated nodes, so Prometheus measures nothing: no alert can fire, and dashboards would be
        empty. Both are here on real nodes:
      </p>
      <Command line="npm run down" />
      <Command line="npm run up -- --nodes real" effect="needs root on Linux" />
    </>
  );
}

function Alerts({ alerts, now }: { readonly alerts: NonNullable<Observation["alerts"]>; readonly now: Date }) {
  if ("problem" in alerts) {
    return <p class="problem">{alerts.problem}</p>;
  }
  return alerts.length === 0 ? (
    <p class="state good">No alert fires.</p>
  ) : (
    <ul class="alerts">{alerts.map((alert) => AlertRow(alert, now))}</ul>
  );
}

function AlertRow({ name, severity, summary, since }: Alert, now: Date) {
  return (
    <li key={`${name} ${summary}`}>
      <span class={severity === "critical" ? "badge bad" : "badge"}>{severity}</span> <strong>{name}</strong> {summary}{" "}
      <span class="muted">
        since <Time at={since} now={now} />
      </span>
    </li>
  );
}

/** Where Grafana is: its image is not made here. */
function Grafana({ environment, isSimulated }: { readonly environment: Environment; readonly isSimulated: boolean }) {
  const url = environment.status?.workloads.find(({ app }) => app === "grafana")?.url;
  return url === undefined || isSimulated ? (
    <p class="muted">
      Grafana's image can't be packed here: it runs where images are pulled, in a cluster of your own and on AWS.
    </p>
  ) : (
    <p>
      <a id="grafana" href={url}>
        Grafana
      </a>
    </p>
  );
}
