import { readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "preact-render-to-string";
import { htmlFile } from "../../html-file";
import { costOfResourceText, costText } from "../cost-text";
import { countsText, headline, levelsText, verdictOf } from "../headline";
import { sortedRisks } from "../risks/risks";
import type { ChangeReport, EnvironmentReport, ReportedChange, ReportedField } from "../report";
import { byStacks, listText, shared } from "../shared";

/** The whole report as one file for a browser: it loads nothing, and runs nothing. */
export function reportPage(report: ChangeReport): string {
  const style = readFileSync(join(__dirname, "page.css"), "utf8");
  const { environments } = report;
  const body = render(
    <main class={verdictOf(report)}>
      <h1>{headline(report)}</h1>
      {environments.map((environment) => (
        <Summary key={environment.stack} environment={environment} />
      ))}
      <Risks environments={environments} />
      {byStacks(shared(environments, ({ changes }) => changes)).map(({ stacks, all }) => (
        <Changes key={stacks.join()} title={`Changes in ${listText(stacks)}`} changes={all} />
      ))}
      {environments.map((environment) => (
        <Rest key={environment.stack} environment={environment} />
      ))}
    </main>,
  );
  return htmlFile({ title: "Preview", style, body });
}

function Summary({ environment }: { readonly environment: EnvironmentReport }) {
  const { stack, base, failure } = environment;
  return (
    <section>
      <h2>{stack}</h2>
      <p>
        {countsText(environment)}; risks: {levelsText(environment.risks)}; compared with {base}
      </p>
      {failure !== undefined && <pre class="danger">{failure}</pre>}
      <Cost cost={environment.cost} />
    </section>
  );
}

function Cost({ cost }: { readonly cost: EnvironmentReport["cost"] }) {
  return cost === undefined ? null : (
    <>
      <p>{costText(cost)}</p>
      <List title="Resources that cost something else" items={cost.resources.map(costOfResourceText)} />
      <List
        title="What has no price, and is not in the sum"
        items={cost.notKnown.map(({ resource, why }) => `${resource}: ${why}`)}
      />
      <p>{cost.notes.join(". ")}</p>
    </>
  );
}

function Risks({ environments }: { readonly environments: readonly EnvironmentReport[] }) {
  const all = shared(environments, ({ risks }) => risks);
  const sorted = sortedRisks(all.map(({ one }) => one));
  return sorted.length === 0 ? null : (
    <section>
      <h2>Risks</h2>
      <ul>
        {sorted.map((risk) => (
          <li key={`${risk.kind} ${risk.subject} ${risk.what}`} class={risk.level}>
            <b>{risk.level}</b>, {risk.kind}: <code>{risk.subject}</code> {risk.what} (
            {listText(all.find(({ one }) => one === risk)?.stacks ?? [])})
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changes({ title, changes }: { readonly title: string; readonly changes: readonly ReportedChange[] }) {
  const components = [...new Set(changes.map(({ component }) => component))];
  return (
    <section>
      <h2>{title}</h2>
      {components.map((component) => (
        <section key={component}>
          <h3>{component === "" ? "Of no component" : component}</h3>
          {changes
            .filter((change) => change.component === component)
            .map((change) => (
              <Resource key={`${change.op} ${change.type} ${change.name}`} change={change} />
            ))}
        </section>
      ))}
    </section>
  );
}

function Resource({ change: { op, kind, name, type, level, fields } }: { readonly change: ReportedChange }) {
  return (
    <article class={level ?? "none"}>
      <p title={type}>
        <span class={`op ${op}`}>{op}</span> {kind} <b>{name}</b> {level !== undefined && <em>{level}</em>}
      </p>
      <Fields fields={fields} />
    </article>
  );
}

function Fields({ fields }: { readonly fields: readonly ReportedField[] }) {
  return fields.length === 0 ? null : (
    <dl>
      {fields.map(({ path, before, after }) => (
        <>
          <dt>{path}</dt>
          <dd>
            {before !== undefined && <del>{before}</del>} {after !== undefined && <ins>{after}</ins>}
          </dd>
        </>
      ))}
    </dl>
  );
}

function Rest({ environment }: { readonly environment: EnvironmentReport }) {
  const { stack, outputs, violations, warnings, unknown } = environment;
  return (
    <section>
      {outputs.length > 0 && <h2>Outputs of {stack}</h2>}
      <Fields fields={outputs} />
      <h2>Policies in {stack}</h2>
      {violations.length === 0 ? (
        <p>No rule of the policy pack speaks against it.</p>
      ) : (
        <ul>
          {violations.map(({ policy, level, resource, message }) => (
            <li key={`${policy} ${resource}`}>
              <b>{level}</b> {policy} on <code>{resource}</code>: {message}
            </li>
          ))}
        </ul>
      )}
      <List title={`What could not be known of ${stack}`} items={unknown} />
      <List title={`Warnings of the engine in ${stack}`} items={warnings} />
    </section>
  );
}

function List({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  return items.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}
