import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Said } from "../../sandbox/programs/debian";
import { checkHaproxy } from "../../sandbox/programs/haproxy";
import { renderHaproxy } from "./haproxy";
import { type Hold, type MigrationPlan, placementsAt, positionsOf, type Stickiness } from "./plan";
import { PLAN } from "./testing/example";

const PROCESS = {
  listen: { address: "127.0.0.1", port: 18_080 },
  statistics: { address: "127.0.0.1", port: 18_081 },
  socket: "/tmp/haproxy.sock",
};
const ACCOUNT = { STATS_USER: "anna", STATS_PASSWORD: "secret" };
/** A name that can be looked up anywhere. */
const servers = { ...PLAN.servers, new: { ...PLAN.servers.new, address: "localhost" } };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-haproxy-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function checked(text: string, environment: Readonly<Record<string, string>> = ACCOUNT): Said {
  const file = join(folder, "haproxy.cfg");
  writeFileSync(file, text);
  return checkHaproxy(file, environment);
}

const rendered = (plan: MigrationPlan, position = positionsOf(plan)[1], hold?: Hold) =>
  renderHaproxy(plan, placementsAt(position ?? { weights: { old: 100, new: 0 } }, hold), PROCESS);

describe("the real HAProxy", () => {
  const sticky: readonly Stickiness[] = [{ kind: "none" }, { kind: "cookie", seconds: 3_600 }, { kind: "source" }];

  it.each(sticky)("takes each position without a warning, with stickiness %j", (stickiness) => {
    const plan: MigrationPlan = { ...PLAN, servers, stickiness };
    const said = positionsOf(plan).map((position) => checked(rendered(plan, position)));
    expect(said.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("takes a server that was put into maintenance by hand", () => {
    expect(checked(rendered({ ...PLAN, servers }, undefined, { side: "new", state: "maint" })).ok).toBe(true);
  });

  it.each([
    [{ STATS_USER: "anna" }, "set STATS_PASSWORD"],
    [{ STATS_USER: "anna", STATS_PASSWORD: "" }, "set STATS_PASSWORD"],
    [{ STATS_PASSWORD: "secret" }, "set STATS_USER"],
  ])("does not start unless the statistics have a user and a password: %j", (environment, problem) => {
    const { ok, text } = checked(rendered({ ...PLAN, servers }), environment);
    expect(ok).toBe(false);
    expect(text).toContain(problem);
  });

  it("refuses a word that it does not know, so the others here were read", () => {
    expect(checked(rendered({ ...PLAN, servers }).replace("option httpchk", "option httpcheck")).ok).toBe(false);
  });
});
