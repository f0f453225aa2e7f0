import { render } from "preact-render-to-string";
import type { Environment } from "./environment";
import { Environments } from "./environments";
import { History } from "./history";
import { Map } from "./map";
import type { Observation } from "./observer";
import { Overview } from "./overview";
import type { DocsPage } from "./pages";
import { Releases } from "./releases";
import { Watching } from "./watching";
import { WorkloadTable } from "./workloads";

/** What the page shows. */
export interface PageArgs {
  readonly seen: Observation;
  /** The environment that is shown in full. */
  readonly environment: Environment;
  readonly docs: readonly DocsPage[];
}

/** The whole page. */
export function pageText(args: PageArgs): string {
  return `<!doctype html>${render(<Page {...args} />)}`;
}

/** What is inside of `main`: what the page fetches again and again. */
export function mainText(args: PageArgs): string {
  return render(<Main {...args} />);
}

function Page(args: PageArgs) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${args.environment.name} · Thoughts`}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
        <script src="/refresh.js" defer />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="top">
          <div>
            <a class="brand" href="/">
              <img src="/icon.svg" alt="" width="24" height="24" />
              Thoughts
            </a>
            <p id="live" class="live">
              reads only, changes nothing
            </p>
          </div>
        </header>
        <p id="announcement" class="unseen" role="status" />
        <main id="main" tabIndex={-1}>
          <Main {...args} />
        </main>
      </body>
    </html>
  );
}

function Main({ seen, environment, docs }: PageArgs) {
  return (
    <>
      <Overview seen={seen} environment={environment} />
      <Environments seen={seen} shown={environment.name} />
      <Releases environments={seen.environments} />
      <Map environment={environment} />
      <WorkloadTable seen={seen} environment={environment} />
      <div id="side">
        <History environment={environment} now={seen.at} />
        <Watching seen={seen} environment={environment} />
      </div>
      <Docs pages={docs} />
    </>
  );
}

function Docs({ pages }: { readonly pages: readonly DocsPage[] }) {
  return (
    <section id="docs" aria-labelledby="docs-title">
      <h2 id="docs-title">Documentation</h2>
      <ul class="docs">
        {pages.map(({ file, title }) => (
          <li key={file}>
            <a id={`docs-${file}`} href={`/docs/${file}`}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
