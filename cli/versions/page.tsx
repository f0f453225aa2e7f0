import { render } from "preact-render-to-string";
import { htmlFile } from "../html-file";
import { minuteText } from "../minute-text";
import type { Deployed, DeployedService } from "./deployed";
import { releaseText, runningText, sinceText, tagText } from "./text";

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 75rem; margin: 0 auto; padding: 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
caption { text-align: left; padding: 0.3rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.problem { border-left: 0.4rem solid crimson; padding-left: 0.8rem; }
`;

/** All environments and their versions as one file for a browser: it loads nothing, and runs nothing. */
export function versionsPage(all: readonly Deployed[], now: Date): string {
  const body = render(
    <main>
      <h1>Versions by environment</h1>
      <p>
        As of <time dateTime={now.toISOString()}>{minuteText(now)}</time>. Clusters on AWS are not asked: their columns
        are what the stacks' files say.
      </p>
      <SideBySide all={all.filter(({ services }) => services.length > 0)} />
      {all.map((deployed) => (
        <Details key={deployed.environment} deployed={deployed} now={now} />
      ))}
    </main>,
  );
  return htmlFile({ title: "Versions by environment", style: STYLE, body });
}

function SideBySide({ all }: { readonly all: readonly Deployed[] }) {
  const names = [...new Set(all.flatMap(({ services }) => services.map(({ service }) => service)))];
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Versions side by side">
      <table>
        <caption>Each service, in each environment</caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {all.map(({ environment }) => (
              <th key={environment} scope="col">
                {environment}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {all.map(({ environment, services }) => {
                const found = services.find(({ service }) => service === name);
                return <td key={environment}>{found && tagText(found)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Details({ deployed, now }: { readonly deployed: Deployed; readonly now: Date }) {
  const { environment, place, services, problem } = deployed;
  return (
    <section aria-labelledby={`of-${environment}`}>
      <h2 id={`of-${environment}`}>{environment}</h2>
      <p>{place}</p>
      {problem !== undefined && <p class="problem">{problem}</p>}
      {services.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label={`Versions of ${environment}`}>
          <table>
            <thead>
              <tr>
                {["Service", "Version", "Runs", "Since", "Release", "Digest"].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {services.map((service) => (
                <Row key={service.service} service={service} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ service, now }: { readonly service: DeployedService; readonly now: Date }) {
  return (
    <tr>
      <th scope="row">{service.service}</th>
      <td>{tagText(service)}</td>
      <td>{runningText(service)}</td>
      <td>{sinceText(service, now)}</td>
      <td>{releaseText(service)}</td>
      <td>{service.digest === undefined ? "none named" : <code>{service.digest}</code>}</td>
    </tr>
  );
}
