import { type EnvironmentStatus, type Group, GROUPS, type WorkloadStatus } from "../status/environment-status";
import { TITLES } from "../status/status-text";
import type { Environment } from "./environment";
import type { Observation } from "./observer";

/** What runs, in groups, as `status` shows it. */
export function WorkloadTable({
  seen,
  environment,
}: {
  readonly seen: Observation;
  readonly environment: Environment;
}) {
  const { status } = environment;
  return status === undefined ? null : (
    <section id="workloads" aria-labelledby="workloads-title">
      <h2 id="workloads-title">Workloads</h2>
      <table class="workloads">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Version</th>
            <th scope="col">Ready</th>
          </tr>
        </thead>
        {GROUPS.map((group) => GroupRows(group, status))}
      </table>
      <Reach seen={seen} />
    </section>
  );
}

function GroupRows(group: Group, { workloads }: EnvironmentStatus) {
  const found = workloads.filter((workload) => workload.group === group);
  const sorted = [...found].sort((one, other) => (one.name < other.name ? -1 : 1));
  return sorted.length === 0 ? null : (
    <tbody key={group}>
      <tr class="group">
        <th scope="rowgroup" colSpan={3}>
          {TITLES[group]}
        </th>
      </tr>
      {sorted.map((workload) => WorkloadRow(workload))}
    </tbody>
  );
}

function WorkloadRow({ name, version = "", ready, replicas, state, url }: WorkloadStatus) {
  return (
    <tr key={name}>
      <th scope="row">
        {name}
        {url !== undefined && (
          <a id={`address-${name}`} class="address" href={url}>
            {new URL(url).host}
          </a>
        )}
      </th>
      <td>{version}</td>
      <td>
        <span class={state === "ready" ? "state good" : "state bad"}>
          {ready}/{replicas} {state}
        </span>
      </td>
    </tr>
  );
}

/** How to get at the addresses. */
function Reach({ seen: { nodes, entrance, environments } }: { readonly seen: Observation }) {
  switch (nodes) {
    case "simulated":
      return <p class="muted">Nodes are simulated: no container runs, so nothing answers at these addresses.</p>;
    case "real": {
      const urls = environments.flatMap(({ status }) => status?.workloads.flatMap(({ url }) => url ?? []) ?? []);
      const hosts = [...new Set(urls.map((url) => new URL(url).host))];
      return (
        <p class="muted">
          To open these addresses on this machine, add to /etc/hosts:{" "}
          <code>
            {entrance} {hosts.join(" ")}
          </code>
        </p>
      );
    }
    case "own":
    case undefined:
      return null;
    default:
      return nodes satisfies never;
  }
}
