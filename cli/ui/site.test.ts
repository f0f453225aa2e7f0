import { describe, expect, it } from "vitest";
import { UserError } from "../../engine/user-error";
import type { Reply } from "./server";
import { siteOf } from "./site";
import { observation } from "./testing/observation";

const PLOTS = `<!doctype html><style>p { color: red }</style><script>plot(1)</script><script>plot(2)</script>`;

describe("the site", () => {
  const site = siteOf({
    observer: { look: () => Promise.resolve(observation()) },
    dashboards: () => Promise.resolve(PLOTS),
  });
  const at = (path: string): Promise<Reply | undefined> => site(new URL(path, "http://127.0.0.1"));

  it.each([
    ["/", "text/html", "<!doctype html>"],
    ["/main", "text/html", "<section"],
    ["/?environment=staging", "text/html", "<title>staging"],
    ["/style.css", "text/css", ":root"],
    ["/refresh.js", "text/javascript", "fetch("],
    ["/icon.svg", "image/svg+xml", "<svg"],
    ["/docs/demos.md", "text/plain", "# "],
  ])("has something at %s", async (path, type, text) => {
    const reply = await at(path);
    expect(reply).toMatchObject({ status: 200, type });
    expect(reply?.text).toContain(text);
  });

  it.each([
    "/nowhere",
    "/docs/",
    "/docs/nothing.md",
    "/docs/..%2fREADME.md",
    "/docs/../README.md",
    "/Pulumi.local.yaml",
  ])("has nothing at %s", async (path) => {
    expect(await at(path)).toBeUndefined();
  });

  it("names the environments that there are, for one that is not", async () => {
    expect(await at("/?environment=demo-nobody")).toMatchObject({
      status: 404,
      text: "There is no environment demo-nobody here; there are / /?environment=staging /?environment=production",
    });
  });

  it("lets the dashboards run their own scripts, by their hashes, and no others", async () => {
    const policy = (await at("/dashboards"))?.headers?.["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src ('sha256-[A-Za-z0-9+/]{43}=' ?){2};/);
    expect(policy).toMatch(/style-src 'sha256-[A-Za-z0-9+/]{43}=';/);
    expect(policy).not.toContain("unsafe");
  });

  it("says why there are no dashboards", async () => {
    const dashboards = () => Promise.reject(new UserError("No Prometheus runs."));
    const without = siteOf({ observer: { look: () => Promise.resolve(observation()) }, dashboards });
    expect(await without(new URL("http://127.0.0.1/dashboards"))).toMatchObject({
      status: 503,
      text: "No Prometheus runs.",
    });
  });
});
