import { describe, expect, it } from "vitest";
import { mainText, pageText } from "./page";
import { environment, NOW, observation, otherEnvironment, STATUS, workload } from "./testing/observation";
import type { Environment } from "./environment";
import type { Observation } from "./observer";

/** What people read, in order: the text without its elements. */
function shown(change: Partial<Observation> = {}, shownInFull: Partial<Environment> = {}): string {
  const local = environment(shownInFull);
  const seen = observation({ environments: [local, otherEnvironment("staging")], ...change });
  const html = mainText({ seen, environment: local, docs: [{ file: "demos.md", title: "Demos" }] });
  return html
    .replace(/<svg.*?<\/svg>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

describe("the page", () => {
  it("says first whether all is well", () => {
    expect(shown()).toMatch(/^ local All 8 workloads are ready /);
  });

  it("says what is not ready, for how long, and why", () => {
    const waiting = workload("frontend", {
      state: "not ready",
      ready: 0,
      replicas: 2,
      since: "2026-11-29T23:40:00Z",
      reasons: ["pod frontend-1: CrashLoopBackOff"],
    });
    const text = shown({}, { status: { ...STATUS, workloads: [waiting, workload("syslog")] } });
    expect(text).toContain("1 of 2 workloads is not ready");
    expect(text).toMatch(/frontend not ready, 0\/2 for 5 min pod frontend-1: CrashLoopBackOff/);
  });

  it("shows environments side by side, with the versions of each", () => {
    const text = shown();
    expect(text).toMatch(/local 8\/8 ready this machine, simulated nodes users-backend v1\.0/);
    expect(text).toMatch(/staging as its file says AWS users-backend v1\.0/);
    expect(text).toMatch(/frontend v1\.0 → v3\.8 50%/);
  });

  it("shows how far a release has come, and the commands that go on from there", () => {
    expect(shown()).toMatch(
      /frontend v3\.7 → v3\.8 local, by canary: search is new 10% 50% finished npx thoughts release finish frontend .*make v3\.8 its own npx thoughts release abort frontend .*take it back to v3\.7/,
    );
  });

  it("says with a command that no release is under way", () => {
    expect(shown({}, { releases: [] })).toContain("None. Bring another version of a service in with:");
  });

  it("has every connection as a row of a table too", () => {
    expect(shown()).toMatch(/frontend users-backend calls, needs v2\.3 8000/);
  });

  it("says with the command that nothing is up", () => {
    const nothing = { status: undefined, topology: undefined, releases: [], changes: [] };
    const text = shown({ condition: "nothing is up", nodes: undefined, server: undefined }, nothing);
    expect(text).toMatch(/^ local Nothing is up Nothing is up in this clone\. Start it with: npm run up Copy /);
    expect(text).not.toMatch(/Workloads|Prometheus/);
  });

  it("says since when a cluster does not answer, and of when the rest is", () => {
    const text = shown({
      condition: "silent",
      problem: "The cluster does not answer. Mend it with: npm run up",
      since: new Date(NOW.getTime() - 180_000),
      lastSeen: new Date(NOW.getTime() - 185_000),
    });
    expect(text).toMatch(
      /No answer The cluster does not answer\. Mend it with: npm run up Copy Since [\d:]+ , for 3 min\./,
    );
    expect(text).toContain("What is shown below was seen at");
    expect(text).toContain("local no answer this machine");
    expect(text).toContain("yellow-frontend");
  });

  it("says honestly why there are no alerts and dashboards on simulated nodes", () => {
    expect(shown()).toMatch(/Prometheus measures nothing: no alert can fire.*npm run up -- --nodes real/);
    expect(shown()).toContain("Grafana's image can't be packed here");
  });

  it("shows the alerts that fire on real nodes, and leads to the dashboards", () => {
    const alert = { name: "ServiceDown", severity: "critical", summary: "no pod of frontend answers", since: NOW };
    const text = shown({ nodes: "real", entrance: "10.0.0.1", alerts: [alert] });
    expect(text).toMatch(/critical ServiceDown no pod of frontend answers since/);
    expect(text).toContain("Dashboards with what Prometheus knows now");
    expect(text).toContain("add to /etc/hosts: 10.0.0.1 frontend.example.local");
    expect(shown({ nodes: "real", alerts: [] })).toContain("No alert fires.");
    expect(shown({ nodes: "real", alerts: { problem: "Prometheus does not answer" } })).toContain("does not answer");
  });

  it("writes names and reasons as text, whatever is in them", () => {
    const evil = `<script>alert("1")</script>`;
    const local = environment({
      name: evil,
      place: evil,
      problem: evil,
      status: { ...STATUS, workloads: [workload(evil, { version: evil, state: "not ready", reasons: [evil] })] },
      topology: {
        nodes: [{ name: evil, group: "services" }],
        links: [{ from: evil, to: evil, kind: "calls", port: 80, minimum: evil }],
      },
      changes: [{ at: NOW, succeeded: false, versions: [evil], resources: evil }],
    });
    const args = {
      seen: observation({ environments: [local] }),
      environment: local,
      docs: [{ file: evil, title: evil }],
    };
    const text = pageText(args);
    expect(text.match(/<script/g)).toEqual(["<script"]);
    expect(text).toContain(`<script src="/refresh.js" defer></script>`);
    expect(text).toContain("&lt;script>");
  });

  it("has no script or style in its text, which its policy would not run", () => {
    const local = environment();
    const text = pageText({ seen: observation(), environment: local, docs: [] });
    expect(text).not.toMatch(/ style="| on[a-z]+="|<style/);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
