import { durationText } from "../duration";
import { isWaiting, readiness } from "./readiness";
import { Sentence } from "./command";
import type { Environment } from "./environment";
import type { Observation } from "./observer";
import { Time } from "./time";

interface OverviewProps {
  readonly seen: Observation;
  readonly environment: Environment;
}

/** Whether all is well, and if not, what is not. */
export function Overview({ seen, environment }: OverviewProps) {
  const { tone, headline } = verdict(seen, environment);
  return (
    <section id="overview" class={`overview ${tone}`} aria-labelledby="headline">
      <p class="eyebrow">{environment.name}</p>
      <h1 id="headline" data-announce>
        {headline}
      </h1>
      <Condition seen={seen} environment={environment} />
      {seen.condition === "up" && <Waiting environment={environment} now={seen.at} />}
      {seen.condition === "up" && <Facts seen={seen} environment={environment} />}
    </section>
  );
}

interface Verdict {
  readonly tone: "good" | "bad" | "idle";
  readonly headline: string;
}

export function verdict({ condition }: Observation, { status, problem }: Environment): Verdict {
  switch (condition) {
    case "nothing is up":
      return { tone: "idle", headline: "Nothing is up" };
    case "silent":
      return { tone: "bad", headline: "No answer" };
    case "up":
      if (status === undefined) {
        return problem === undefined
          ? { tone: "idle", headline: "Not up in this clone" }
          : { tone: "bad", headline: "Not complete" };
      }
      return readiness(status);
    default:
      return condition satisfies never;
  }
}

function Condition({ seen: { condition, problem, since, lastSeen, at }, environment }: OverviewProps) {
  const sinceText = since !== undefined && (
    <p class="muted">
      Since <Time at={since} now={at} />, for {durationText(at.getTime() - since.getTime())}.
    </p>
  );
  switch (condition) {
    case "nothing is up":
      return (
        <>
          <Sentence text="Nothing is up in this clone. Start it with: npm run up" />
          {sinceText}
        </>
      );
    case "silent":
      return (
        <>
          <Sentence text={problem ?? ""} />
          {sinceText}
          {lastSeen !== undefined && (
            <p class="muted">
              What is shown below was seen at <Time at={lastSeen} now={at} />.
            </p>
          )}
        </>
      );
    case "up":
      return environment.problem === undefined ? null : <Sentence text={environment.problem} />;
    default:
      return condition satisfies never;
  }
}

/** What is not ready, for how long, and why. */
function Waiting({ environment: { status }, now }: { readonly environment: Environment; readonly now: Date }) {
  const waiting = status?.workloads.filter(isWaiting) ?? [];
  return waiting.length === 0 ? null : (
    <ul class="waiting">
      {waiting.map(({ name, state, ready, replicas, since, reasons }) => (
        <li key={name}>
          <strong>{name}</strong> {state}, {ready}/{replicas}
          {since !== undefined && ` for ${durationText(now.getTime() - Date.parse(since))}`}
          {reasons.map((reason) => (
            <span class="reason" key={reason}>
              {reason}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Facts({ seen: { at, server }, environment: { place, status, changes } }: OverviewProps) {
  const facts: readonly (readonly [string, preact.ComponentChildren])[] = [
    ["Environment", place],
    ...(status === undefined ? [] : [["Namespace", status.namespace] as const]),
    ...(server === undefined ? [] : [["API server", server] as const]),
    ...changes.slice(0, 1).map(({ at: changed }) => ["Last change", <Time at={changed} now={at} />] as const),
  ];
  return (
    <dl class="facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
