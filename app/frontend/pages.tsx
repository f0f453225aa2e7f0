import type { ComponentChildren } from "preact";
import { render } from "preact-render-to-string";
import type { Thought } from "./backends";
import type { TimeText } from "./times";

/** Who looks at a page; undefined if nobody has logged in. */
type Viewer = string | undefined;

interface LayoutProps {
  readonly title: string;
  readonly viewer: Viewer;
  readonly children: ComponentChildren;
}

function Layout({ title, viewer, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Thoughts`}</title>
        <link rel="stylesheet" href="/static/style.css" />
      </head>
      <body>
        <header>
          <a class="brand" href="/">
            Thoughts
          </a>
          <form class="search" action="/search" role="search">
            <input name="search" type="search" aria-label="Search thoughts" placeholder="Search thoughts" />
            <button>Search</button>
          </form>
          <nav>{viewer === undefined ? <a href="/login/">Log in</a> : <Session viewer={viewer} />}</nav>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function Session({ viewer }: { readonly viewer: string }) {
  return (
    <>
      <span>{viewer}</span>
      <a href="/thoughts/new">New thought</a>
      <form action="/logout/" method="post">
        <button class="plain">Log out</button>
      </form>
    </>
  );
}

interface ThoughtListProps {
  readonly thoughts: readonly Thought[];
  readonly timeText: TimeText;
  readonly none: string;
}

function ThoughtList({ thoughts, timeText, none }: ThoughtListProps) {
  return thoughts.length === 0 ? (
    <p class="none">{none}</p>
  ) : (
    <ol class="thoughts">
      {thoughts.map(({ id, username, text, timestamp }) => (
        <li key={id}>
          <p>{text}</p>
          <footer>
            {username}, <time dateTime={timestamp}>{timeText(timestamp)}</time>
          </footer>
        </li>
      ))}
    </ol>
  );
}

function Problem({ problem }: { readonly problem: string | undefined }) {
  return problem === undefined ? null : (
    <p class="problem" role="alert">
      {problem}
    </p>
  );
}

const page = (content: preact.VNode): string => `<!doctype html>${render(content)}`;

/** @param problem why the last try failed */
export function loginPage(problem?: string): string {
  return page(
    <Layout title="Log in" viewer={undefined}>
      <Problem problem={problem} />
      <form class="sheet" method="post" action="/login/">
        <label>
          Name
          <input name="username" autocomplete="username" required maxLength={50} />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button>Log in</button>
      </form>
    </Layout>,
  );
}

export function ownThoughtsPage(viewer: string, thoughts: readonly Thought[], timeText: TimeText): string {
  return page(
    <Layout title="My thoughts" viewer={viewer}>
      <ThoughtList thoughts={thoughts} timeText={timeText} none="None yet." />
    </Layout>,
  );
}

export function newThoughtPage(viewer: string, problem?: string): string {
  return page(
    <Layout title="New thought" viewer={viewer}>
      <Problem problem={problem} />
      <form class="sheet" method="post" action="/thoughts/new">
        <label>
          What do you think?
          <textarea name="text" required maxLength={250} rows={4} />
        </label>
        <button>Keep it</button>
      </form>
    </Layout>,
  );
}

export function searchPage(viewer: Viewer, search: string, thoughts: readonly Thought[], timeText: TimeText): string {
  return page(
    <Layout title={search === "" ? "All thoughts" : `Thoughts with “${search}”`} viewer={viewer}>
      <ThoughtList thoughts={thoughts} timeText={timeText} none="Nobody thought that." />
    </Layout>,
  );
}

export function problemPage(title: string, text: string): string {
  return page(
    <Layout title={title} viewer={undefined}>
      <p>{text}</p>
    </Layout>,
  );
}
