// The page in a real browser, of a laptop and of a phone.
import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lackingForContainers } from "../../sandbox/host/requirements";
import type { Dashboard } from "../plots/dashboards";
import { plotPage } from "../plots/page";
import { lastMinutes, timesOf } from "../plots/prometheus";
import { openBrowser } from "../testing/browser";
import type { Observation } from "./observer";
import { startServer, type UiServer } from "./server";
import { siteOf } from "./site";
import { environment, observation, otherEnvironment, STATUS, workload } from "./testing/observation";

const lacking = lackingForContainers();

const DEMO = "demo-with-a-name-that-is-as-long-as-may-b";
const WAITING = workload("frontend", {
  state: "not ready",
  ready: 0,
  since: "2026-11-29T23:40:00Z",
  reasons: [`pod frontend-5c9d7b8f6-x2x4z: ImagePullBackOff (registry.example.local/${"a".repeat(120)}: not found)`],
});

const DASHBOARD: Dashboard = {
  uid: "overview",
  title: "Overview",
  description: "Requests",
  time: { from: "now-60m" },
  panels: [
    {
      type: "timeseries",
      title: "Requests",
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      targets: [{ expr: "requests", legendFormat: "requests" }],
      fieldConfig: { defaults: { unit: "short" } },
    },
  ],
};

/** What Prometheus answers: one value, now. */
const curve = () => ({ data: { result: [{ metric: {}, values: [[timesOf(lastMinutes(60)).at(-1), "1"]] }] } });

describe.skipIf(lacking.length > 0)(
  `the page in a browser (this machine lacks: ${lacking.join(", ") || "nothing"})`,
  () => {
    let seen: Observation;
    let server: UiServer;
    let browser: Browser;

    beforeAll(async () => {
      show([environment()]);
      server = await started();
      browser = await openBrowser({});
    });
    afterAll(async () => {
      await browser.close();
      await server.close();
    });

    const started = () =>
      startServer(
        siteOf({
          observer: { look: () => Promise.resolve(seen) },
          dashboards: () => plotPage([DASHBOARD], () => Promise.resolve(JSON.stringify(curve()))),
        }),
      );

    function show(environments: Observation["environments"]): void {
      const others = [otherEnvironment(DEMO), otherEnvironment("staging"), otherEnvironment("production")];
      seen = observation({ environments: [...environments, ...others] });
    }

    async function opened(width: number, colorScheme: "light" | "dark"): Promise<Page> {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.goto(server.url);
      await page.waitForSelector(".live.on");
      return page;
    }

    describe.each([
      [1280, "light"],
      [1280, "dark"],
      [375, "light"],
      [375, "dark"],
    ] as const)("that is %d pixels wide and %s", (width, scheme) => {
      it.each([
        ["all is well", [environment()]],
        ["something is not ready", [environment({ status: { ...STATUS, workloads: [WAITING] } })]],
        [
          "nothing is known",
          [environment({ status: undefined, topology: undefined, problem: "No answer. Mend it with: npm run up" })],
        ],
      ])("has no scrolling to the side and nothing that axe objects to, while %s", async (_, environments) => {
        show(environments);
        const page = await opened(width, scheme);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
        const { violations } = await page.evaluate<AxeResults>("axe.run()");
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
        await page.close();
      });

      it("has all words of the map inside of their boxes", async () => {
        show([environment()]);
        const page = await opened(width, scheme);
        const outside = await page.evaluate<
          readonly string[]
        >(`[...document.querySelectorAll(".box")].flatMap((box) => {
        const frame = box.querySelector("rect").getBoundingClientRect();
        const texts = [...box.querySelectorAll("text")].filter((text) => text.getBoundingClientRect().right > frame.right);
        return texts.map(({ textContent }) => textContent);
      })`);
        expect(outside).toEqual([]);
        await page.close();
      });
    });

    it("shows what is new by itself, and keeps focus, place and what was opened or scrolled", async () => {
      show([environment()]);
      const page = await opened(375, "light");
      const focused = () =>
        page.evaluate("[document.activeElement.id, Math.round(document.activeElement.getBoundingClientRect().top)]");
      await page.locator("#connections-summary").click();
      await page.evaluate("document.querySelector('#tools-scroll').scrollTo(40, 0)");
      await page.locator("#docs a").first().focus();
      const before = await focused();
      show([environment({ status: { ...STATUS, workloads: [WAITING, ...STATUS.workloads.slice(1)] } })]);
      await page.getByRole("heading", { name: "1 of 8 workloads is not ready" }).waitFor();
      expect(await focused()).toEqual(before);
      expect(await page.evaluate("document.querySelector('#connections').open")).toBe(true);
      expect(await page.evaluate("document.querySelector('#tools-scroll').scrollLeft")).toBe(40);
      expect(await page.locator("#announcement").textContent()).toBe("1 of 8 workloads is not ready");
      await page.close();
    });

    it("can be used with the keyboard alone", async () => {
      const page = await opened(1280, "light");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.id")).toBe("environment-local");
      await page.close();
    });

    it("lets the dashboards draw themselves, under a policy of their own", async () => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", ({ message }) => complaints.push(message));
      await page.goto(`${server.url}/dashboards`);
      await page.locator("canvas").first().waitFor();
      expect(await page.locator("h1").textContent()).toBe(DASHBOARD.title);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("says that an environment is gone", async () => {
      show([environment()]);
      const page = await browser.newPage();
      await page.goto(`${server.url}/?environment=${DEMO}`);
      await page.waitForSelector(".live.on");
      seen = observation();
      await page.waitForSelector(".live.off");
      expect(await page.locator("#live").textContent()).toContain(`There is no environment ${DEMO} here`);
      await page.close();
    });

    it("says that the command has ended, and since when", async () => {
      const other = await started();
      const page = await browser.newPage();
      await page.goto(other.url);
      await page.waitForSelector(".live.on");
      await other.close();
      await page.waitForSelector(".live.off");
      expect(await page.locator("#live").textContent()).toMatch(/has not answered since \d\d:\d\d:\d\d$/);
      await page.close();
    });
  },
);
