import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { ServerChanges, type Waiting, waitingNotes } from "./server-changes";
import { handler } from "./server-changes-provider.js";

const MONDAY = "2026-11-30T07:00:00Z";
const settings = { instanceClass: "db.t4g.micro", multiAz: false };
const server = {
  kind: "rds",
  server: "users",
  version: "15",
  settings,
  window: "tue:10:00-tue:11:00",
  applyImmediately: false,
} as const;
type Server = typeof server;

async function refusals(from: string, to: string, upgradeTo?: string, kind: "rds" | "volume" = "rds") {
  const news = { ...server, kind, version: to, ...(upgradeTo !== undefined && { upgradeTo }) };
  const { failures } = await handler().check({ ...server, kind, version: from }, news);
  return failures.map(({ reason }) => reason);
}

describe("a server's version", () => {
  it.each([
    ["15", "15"],
    ["15.19", "15.20"],
    ["15.20", "15"],
  ])("goes from %s to %s as it is", async (from, to) => {
    expect(await refusals(from, to)).toEqual([]);
  });

  it("may be any at first", async () => {
    expect((await handler().check({}, { ...server, version: "17" })).failures).toEqual([]);
  });

  it.each([
    ["15", "16"],
    ["15.19", "16.3"],
    ["16", "15"],
  ])("goes from %s to %s only where this very major version is allowed", async (from, to) => {
    const major = to.slice(0, 2);
    for (const kind of ["rds", "volume"] as const) {
      expect(await refusals(from, to, major, kind)).toEqual([]);
      expect(await refusals(from, to, from.slice(0, 2), kind)).toHaveLength(1);
      expect(await refusals(from, to, "17", kind)).toHaveLength(1);
    }
  });

  it("is refused with what was given, what is allowed and what to do", async () => {
    expect(await refusals("15", "16.3")).toEqual([
      "PostgreSQL of users would go up from 15 to 16, and thoughts:postgresUpgrade allows no such step: " +
        "thoughts:postgresUpgrade is not set. RDS upgrades in place: the database is away for minutes, and only a snapshot " +
        'leads back. Keep 15 in versions.json, or follow docs/upgrades.md, "Another major version of PostgreSQL", and allow ' +
        'it for this one change: thoughts:postgresUpgrade: "16"',
    ]);
    expect(await refusals("16", "15", "17", "volume")).toEqual([
      "PostgreSQL of users would go back from 16 to 15, and thoughts:postgresUpgrade allows no such step: it is " +
        '"17". The older server does not start with the files of the newer one. Keep 16 in versions.json, or follow ' +
        'docs/upgrades.md, "PostgreSQL in the cluster", and allow it for this one change: thoughts:postgresUpgrade: "15"',
    ]);
  });
});

describe("a change that a server takes in its maintenance window", () => {
  const after = async (olds: object, change: Partial<Record<keyof Server, unknown>>, now = MONDAY) => {
    const news = { ...server, ...change } as Server;
    return (await handler(() => Date.parse(now)).check(olds, news)).inputs;
  };
  const bigger = { settings: { ...settings, instanceClass: "db.t4g.medium" } };
  const waits = (at: string): Waiting => ({ setting: "instanceClass", from: "db.t4g.micro", to: "db.t4g.medium", at });

  it("is none while its value is not known yet, in a preview", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const news = { settings: { ...settings, instanceClass: unknown }, version: unknown };
    expect((await after(server, news)).waits).toEqual([]);
    const { failures } = await handler().check(server, { ...server, version: unknown });
    expect(failures).toEqual([]);
  });

  it.each([
    [MONDAY, "2026-12-01T10:00:00.000Z"],
    ["2026-12-01T09:59:00Z", "2026-12-01T10:00:00.000Z"],
    ["2026-12-01T10:00:00Z", "2026-12-08T10:00:00.000Z"],
    ["2026-12-31T12:00:00Z", "2027-01-05T10:00:00.000Z"],
  ])("waits, at %s, until %s", async (now, at) => {
    expect((await after(server, bigger, now)).waits).toEqual([waits(at)]);
  });

  it("waits for nothing in a new server, and where nothing changes", async () => {
    expect([(await after({}, bigger)).waits, (await after(server, {})).waits]).toEqual([[], []]);
  });

  it("goes on waiting beside others, until its window starts", async () => {
    const first = await after(server, bigger);
    const second = await after(first, { settings: { ...bigger.settings, multiAz: true } });
    expect(second.waits.map(({ setting }) => setting)).toEqual(["instanceClass", "multiAz"]);
    expect((await after(second, { settings: second.settings }, "2026-12-01T10:00:00Z")).waits).toEqual([]);
  });

  it("waits no more once it is taken back, or applied at once with another one", async () => {
    const first = await after(server, bigger);
    expect((await after(first, {})).waits).toEqual([]);
    const now = { settings: { ...bigger.settings, multiAz: true }, applyImmediately: true };
    expect((await after(first, now)).waits).toEqual([]);
  });

  it("still waits where nothing but the wish to have it at once is new: RDS is not asked then", async () => {
    const first = await after(server, bigger);
    expect((await after(first, { ...bigger, applyImmediately: true })).waits).toHaveLength(1);
  });

  it("is an update in place; that its window is over is none", async () => {
    const change = (olds: Server, news: object) => handler().diff("id", olds, { ...server, ...news });
    expect(await change(server, bigger)).toMatchObject({ changes: true, replaces: [] });
    expect(await change(server, { version: "16" })).toMatchObject({ changes: true, replaces: [] });
    expect(await change({ ...server, waits: [waits(MONDAY)] } as Server, { waits: [] })).toMatchObject({
      changes: false,
    });
  });

  it("is told with the time in UTC, and how to have it at once, until then", () => {
    const told = (now: string) => waitingNotes("users", [waits("2026-12-01T10:00:00.000Z")], new Date(now));
    expect(told(MONDAY)).toEqual([
      "users: instanceClass goes from db.t4g.micro to db.t4g.medium in the maintenance window from 2026-12-01 10:00 UTC on, " +
        "and not before; the server may be away for minutes then. To have it at once, with all else that waits: " +
        "aws rds modify-db-instance --db-instance-identifier users --apply-immediately",
    ]);
    expect(told("2026-12-01T10:00:00Z")).toEqual([]);
  });
});

it("the changes of a server without a maintenance window are its version's alone", async () => {
  const { resources } = await record(() => {
    new ServerChanges("changes", { kind: "volume", server: "users-db", version: "15.20" }, {});
  });
  expect(resources.find(({ name }) => name === "changes")?.inputs).toMatchObject({ version: "15.20", settings: {} });
});
