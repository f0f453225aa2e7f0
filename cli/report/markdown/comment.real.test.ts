// Comments in a real browser, as wide as a laptop's and as a phone's, in GitHub's style.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lackingForContainers } from "../../../sandbox/host/requirements";
import { openBrowser } from "../../testing/browser";
import { reportPage } from "../html/page";
import { rendered } from "../testing/rendered";
import { SCENARIOS } from "../testing/scenarios";
import { comment } from "./comment";

const lacking = lackingForContainers();
const WIDTHS = [1280, 375];

/** Where pictures are to be put. @default - nowhere */
const PICTURES = process.env.THOUGHTS_PICTURES;

describe.skipIf(lacking.length > 0)(
  `a comment in a browser (this machine lacks: ${lacking.join(", ") || "nothing"})`,
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await openBrowser({});
    });
    afterAll(() => browser.close());

    async function opened(html: string, width: number): Promise<Page> {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.setContent(html);
      return page;
    }

    /** Elements that stand out of the page to the right, and can't be scrolled by themselves. */
    const standingOut = (page: Page) =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

    it.each(Object.keys(SCENARIOS).flatMap((name) => WIDTHS.map((width) => ({ name, width }))))(
      "that is $name says it at a glance, $width pixels wide",
      async ({ name, width }) => {
        const report = SCENARIOS[name]?.() ?? { version: 1, environments: [] };
        const page = await opened(
          rendered(comment(report, { whole: "https://github.com/acme/thoughts/actions/runs/1" })),
          width,
        );
        expect(await standingOut(page)).toBe(0);
        // What is read in five seconds is above the first screen's end.
        const box = await page.locator(".markdown-alert").boundingBox();
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(400);
        if (PICTURES !== undefined) {
          mkdirSync(PICTURES, { recursive: true });
          await page.screenshot({ path: join(PICTURES, `comment-${name}-${width}.png`), fullPage: name !== "large" });
        }
        await page.close();
      },
    );

    it.each(WIDTHS)("has all of it in a page, %i pixels wide", async (width) => {
      const report = SCENARIOS.dangerous?.() ?? { version: 1, environments: [] };
      const page = await opened(reportPage(report), width);
      expect(await standingOut(page)).toBe(0);
      expect(await page.locator("article").count()).toBe(report.environments[0]?.changes.length);
      await page.close();
    });
  },
);
