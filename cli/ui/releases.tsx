import type { Progress } from "../release/progress";
import { Command } from "./command";
import type { Environment } from "./environment";

/** Changes of versions that are under way, with the commands that go on from there. */
export function Releases({ environments }: { readonly environments: readonly Environment[] }) {
  const found = environments.flatMap(({ name, releases }) => releases.map((release) => ({ name, release })));
  return (
    <section id="releases" aria-labelledby="releases-title">
      <h2 id="releases-title">Releases under way</h2>
      {found.length === 0 ? (
        <div class="empty">
          <p>None. Bring another version of a service in with:</p>
          <Command line="npx thoughts release start --help" />
        </div>
      ) : (
        found.map(({ name, release }) => (
          <Release key={`${name} ${release.service}`} environment={name} release={release} />
        ))
      )}
    </section>
  );
}

function Release({ environment, release }: { readonly environment: string; readonly release: Progress }) {
  const { service, from, to, strategy, steps, cause, emergency, commands } = release;
  return (
    <article class="release">
      <h3>
        {service}{" "}
        <span class="next">
          {from} → {to}
        </span>
      </h3>
      <p class="muted">
        {environment}, by {strategy}
        {cause !== undefined && `: ${cause}`}
        {emergency !== undefined && ` (emergency: ${emergency})`}
      </p>
      <ol class="steps">
        {steps.map(({ name, state }) => (
          <li key={name} class={state.replace(" ", "-")} aria-current={state === "now" ? "step" : undefined}>
            {name}
          </li>
        ))}
      </ol>
      <div class="commands">
        {commands.map(({ line, effect }) => (
          <Command key={line} line={line} effect={effect} />
        ))}
      </div>
    </article>
  );
}
