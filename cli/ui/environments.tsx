import { AWS_STACKS } from "../../stacks/names";
import { isWaiting } from "./readiness";
import type { Environment, Version } from "./environment";
import type { Observation } from "./observer";

/** The address of an environment's page. */
export function addressOf(environment: string): string {
  return environment === "local" ? "/" : `/?environment=${encodeURIComponent(environment)}`;
}

/** All environments side by side, with their versions. */
export function Environments({ seen, shown }: { readonly seen: Observation; readonly shown: string }) {
  return (
    <section id="environments" aria-labelledby="environments-title">
      <h2 id="environments-title">Environments</h2>
      <ul class="cards">
        {seen.environments.map((environment) => (
          <li key={environment.name}>
            <Card
              environment={environment}
              isShown={environment.name === shown}
              isSilent={seen.condition === "silent"}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  readonly environment: Environment;
  /** Whether the rest of the page is about it. */
  readonly isShown: boolean;
  /** Whether the cluster does not answer, so that what is known of it is old. */
  readonly isSilent: boolean;
}

function Card({ environment, isShown, isSilent }: CardProps) {
  const { name, place, versions, problem } = environment;
  return (
    <article class={isShown ? "card shown" : "card"}>
      <header>
        <h3>
          {environment.topology === undefined ? (
            name
          ) : (
            <a id={`environment-${name}`} href={addressOf(name)} aria-current={isShown ? "page" : undefined}>
              {name}
            </a>
          )}
        </h3>
        <Badge environment={environment} isSilent={isSilent} />
      </header>
      <p class="muted">{place}</p>
      {versions === undefined ? (
        <p class="problem">{problem ?? `Pulumi.${name}.yaml can't be read.`}</p>
      ) : (
        <dl class="versions">{versions.map((version) => VersionRow(version))}</dl>
      )}
    </article>
  );
}

function VersionRow({ service, tag, next }: Version) {
  return (
    <div key={service}>
      <dt>{service}</dt>
      <dd>
        {tag}
        {next !== undefined && (
          <span class="next">
            {" → "}
            {next.tag} <small>{next.phase}</small>
          </span>
        )}
      </dd>
    </div>
  );
}

function Badge({ environment: { name, status, problem }, isSilent }: Omit<CardProps, "isShown">) {
  if (AWS_STACKS.some((stack) => stack === name)) {
    return (
      <span class="badge" title={`What Pulumi.${name}.yaml says is to run; AWS is not asked from here.`}>
        as its file says
      </span>
    );
  }
  if (status === undefined || isSilent) {
    return problem === undefined && !isSilent ? (
      <span class="badge">not up</span>
    ) : (
      <span class="badge bad">no answer</span>
    );
  }
  const ready = status.workloads.filter((workload) => !isWaiting(workload)).length;
  const all = status.workloads.length;
  return (
    <span class={ready === all ? "badge good" : "badge bad"}>
      {ready}/{all} ready
    </span>
  );
}
