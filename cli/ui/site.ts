import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../engine/user-error";
import { addressOf } from "./environments";
import type { Observer } from "./observer";
import { mainText, type PageArgs, pageText } from "./page";
import { docsPages, docsText } from "./pages";
import type { Answer, Reply } from "./server";

export interface SiteArgs {
  readonly observer: Pick<Observer, "look">;
  /** Makes the page of the dashboards. @throws {UserError} if no Prometheus runs */
  readonly dashboards: () => Promise<string>;
}

/** What is sent as it is. */
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  "/style.css": ["style.css", "text/css"],
  "/refresh.js": ["refresh.js", "text/javascript"],
  "/icon.svg": ["icon.svg", "image/svg+xml"],
};

/** What there is at each address. */
export function siteOf({ observer, dashboards }: SiteArgs): Answer {
  return async (url) => {
    const { pathname } = url;
    const [file, type] = FILES[pathname] ?? [];
    if (file !== undefined && type !== undefined) {
      return { status: 200, type, text: readFileSync(join(__dirname, file), "utf8") };
    }
    switch (pathname) {
      case "/":
      case "/main":
        return environmentReply(await observer.look(), url);
      case "/dashboards":
        return dashboardsReply(dashboards);
      default:
        return docsReply(pathname);
    }
  };
}

function environmentReply(seen: PageArgs["seen"], { pathname, searchParams }: URL): Reply {
  const name = searchParams.get("environment") ?? "local";
  const environment = seen.environments.find((one) => one.name === name);
  if (environment === undefined) {
    const there = seen.environments.map((one) => addressOf(one.name)).join(" ");
    return { status: 404, type: "text/plain", text: `There is no environment ${name} here; there are ${there}` };
  }
  const args = { seen, environment, docs: docsPages() };
  return { status: 200, type: "text/html", text: pathname === "/" ? pageText(args) : mainText(args) };
}

/** A page that brings its own scripts and styles: these may be used, and no others. */
async function dashboardsReply(dashboards: SiteArgs["dashboards"]): Promise<Reply> {
  try {
    const text = await dashboards();
    const sources = (element: string) => hashesOf(text, element).join(" ");
    const policy = `default-src 'none'; script-src ${sources("script")}; style-src ${sources("style")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
    return { status: 200, type: "text/html", text, headers: { "content-security-policy": policy } };
  } catch (error) {
    if (error instanceof UserError) {
      return { status: 503, type: "text/plain", text: error.message };
    }
    throw error;
  }
}

/** @see https://www.w3.org/TR/CSP3/#framework-directive-source-list for the form of a hash */
function hashesOf(page: string, element: string): readonly string[] {
  const texts = [...page.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(([, text]) => text ?? "");
  return texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
}

function docsReply(path: string): Reply | undefined {
  const text = docsText(/^\/docs\/([^/]+)$/.exec(path)?.[1] ?? "");
  return text === undefined ? undefined : { status: 200, type: "text/plain", text };
}
