import type { Changes } from "./changes";
import type { Environment } from "./environment";
import { Time } from "./time";

/** What was changed last. */
export function History({ environment, now }: { readonly environment: Environment; readonly now: Date }) {
  const { changes } = environment;
  return changes.length === 0 ? null : (
    <section id="history" aria-labelledby="history-title">
      <h2 id="history-title">Changed last</h2>
      <ol class="history">{changes.map((one) => Row(one, now))}</ol>
    </section>
  );
}

function Row({ at, succeeded, versions, resources }: Changes, now: Date) {
  return (
    <li key={at.toISOString()} class={succeeded ? "good" : "bad"}>
      <Time at={at} now={now} />
      <div>
        {versions.map((version) => (
          <strong key={version}>{version}</strong>
        ))}
        <span class="muted">
          {succeeded ? "" : "failed: "}
          {resources}
        </span>
      </div>
    </li>
  );
}
