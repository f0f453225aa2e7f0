import { describe, expect, it } from "vitest";
import { reportJson } from "../json";
import type { ChangeReport } from "../report";
import { manyChanges, part, report, seen } from "../testing/changes";
import { reportPage } from "./page";

const nasty = `"><script>alert(1)</script><img src=x onerror="alert(1)">`;
const ingress = "kubernetes:networking.k8s.io/v1:Ingress";

describe("the report as a page", () => {
  it("has every change with all its fields, however many there are", () => {
    const page = reportPage(report({ seen: seen({ changes: manyChanges(2_000) }) }));
    expect(page.match(/<article/g)).toHaveLength(2_000);
    expect(page).toContain("service-199-log-group");
    expect(page.match(/<dt>/g)).toHaveLength(2 * 1_200);
  });

  it("is one file, which loads nothing and runs nothing", () => {
    const page = reportPage(report({ seen: seen({ changes: manyChanges(20) }) }));
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|url\(|@import/);
  });

  it("shows what nobody here has written as text", () => {
    const changes = [
      part(nasty, nasty, { type: ingress, fields: [{ path: [nasty], before: nasty, after: `${nasty}.` }] }),
    ];
    const page = reportPage(
      report({ base: nasty, failure: nasty, unknown: [nasty], seen: seen({ changes, warnings: [nasty] }) }),
    );
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain("&lt;script");
  });
});

describe("the report as JSON", () => {
  it("says its version, and is read back as what it was", () => {
    const model = report({ seen: seen({ changes: manyChanges(10), same: 4 }) });
    const read = JSON.parse(reportJson(model)) as ChangeReport;
    expect(read).toEqual(model);
    expect(read.version).toBe(1);
    expect(read.environments[0]).toMatchObject({ stack: "staging", counts: { update: 10 }, same: 4 });
  });
});
