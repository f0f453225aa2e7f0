import { describe, expect, it } from "vitest";
import { problemText } from "../base/problems";
import { BACKEND, checkHaproxyProcess, FRONTEND, type HaproxyProcess, renderHaproxy } from "./haproxy";
import { type Hold, type MigrationPlan, placementsAt, positionsOf, type Side, SIDES } from "./plan";
import { PLAN } from "./testing/example";

const PROCESS: HaproxyProcess = {
  listen: { address: "0.0.0.0", port: 80 },
  statistics: { address: "127.0.0.1", port: 8_001 },
  socket: "/run/haproxy/admin.sock",
};

/** The sections of a configuration, as HAProxy reads them: a line that is not indented begins one. */
function sectionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const blocks = text.split(/\n(?=\S)/).map((block) => block.trimEnd().split("\n"));
  return new Map(blocks.map(([head = "", ...lines]) => [head, lines.map((line) => line.trim())]));
}

const rendered = (plan: MigrationPlan, weights: Readonly<Record<Side, number>>, hold?: Hold) =>
  sectionsOf(renderHaproxy(plan, placementsAt({ weights }, hold), PROCESS));

/** Of a backend, the weights of the servers that get new requests. */
function weightsIn(sections: ReadonlyMap<string, readonly string[]>): Readonly<Record<string, number>> {
  const lines = sections.get(`backend ${BACKEND}`) ?? [];
  const servers = lines.filter((line) => line.startsWith("server "));
  return Object.fromEntries(
    servers.map((line) => {
      const [, name = "", , ...words] = line.split(" ");
      return [name, words.includes("disabled") ? 0 : Number(words[words.indexOf("weight") + 1])];
    }),
  );
}

describe("the configuration of HAProxy", () => {
  it("has the parts of the original: frontend, backend, both servers with checks, statistics", () => {
    const sections = rendered(PLAN, { old: 50, new: 50 });
    expect(sections.get(`frontend ${FRONTEND}`)).toEqual(["bind 0.0.0.0:80", `default_backend ${BACKEND}`]);
    expect(sections.get(`backend ${BACKEND}`)).toEqual(
      expect.arrayContaining([
        "balance roundrobin",
        "option forwardfor",
        "option httpchk",
        "http-check send meth GET uri /health ver HTTP/1.1 hdr Host www.example.com",
        "http-check expect status 200",
        "default-server check inter 2s fall 3 rise 2",
        "server example 10.0.0.7:80 cookie example weight 50",
      ]),
    );
    expect(sections.get("frontend stats")).toEqual(
      expect.arrayContaining(["bind 127.0.0.1:8001", `stats auth "\${STATS_USER}:\${STATS_PASSWORD}"`]),
    );
  });

  it("gives the servers the shares of each position", () => {
    const shares = positionsOf(PLAN).map(({ weights }) => weightsIn(rendered(PLAN, weights)));
    expect(shares).toEqual(positionsOf(PLAN).map(({ weights }) => ({ example: weights.old, aws: weights.new })));
  });

  it.each(SIDES)("takes out the %s server alone", (side) => {
    const other = side === "old" ? "aws" : "example";
    const out = weightsIn(rendered(PLAN, { old: 50, new: 50 }, { side, state: "maint" }));
    expect(out).toEqual({ example: 0, aws: 0, [other]: 50 });
  });

  it("lets nobody change states but through a socket that its owner alone may use", () => {
    const text = renderHaproxy(PLAN, placementsAt({ weights: { old: 50, new: 50 } }), PROCESS);
    const admin = text.split("\n").filter((line) => line.includes("admin"));
    expect(admin.map((line) => line.trim())).toEqual([
      "stats socket /run/haproxy/admin.sock mode 600 level admin expose-fd listeners",
    ]);
  });

  it.each([
    [{ kind: "source" }, ["balance source", "hash-type consistent"]],
    [{ kind: "none" }, ["balance roundrobin"]],
  ] as const)("holds clients as the plan says: %j", (stickiness, lines) => {
    const backend = rendered({ ...PLAN, stickiness }, { old: 50, new: 50 }).get(`backend ${BACKEND}`) ?? [];
    expect(backend.slice(0, lines.length)).toEqual(lines);
    expect(backend.filter((line) => line.includes("cookie"))).toEqual([]);
  });
});

describe("a process of HAProxy is refused", () => {
  it.each(["0.0.0.0", "8.8.8.8"])("whose statistics anybody can reach: %s", (address) => {
    const problems = checkHaproxyProcess({ ...PROCESS, statistics: { address, port: 8_001 } });
    expect(problems.map(problemText)).toEqual([
      `statistics.address: ${address} can be reached from anywhere; the statistics page has to be on a loopback or private ` +
        "address. Use 127.0.0.1.",
    ]);
  });

  it.each<[Partial<HaproxyProcess>, string]>([
    [{ socket: "ipv4@0.0.0.0:9999" }, "socket: "],
    [{ socket: `/${"a".repeat(107)}` }, "socket: "],
    [{ listen: { address: "*", port: 80 } }, "listen.address: "],
    [{ listen: { address: "10.0.0.999", port: 80 } }, "listen.address: "],
    [{ listen: { address: "0.0.0.0", port: 0 } }, "listen.port: "],
  ])("with %j", (changes, problem) => {
    expect(checkHaproxyProcess({ ...PROCESS, ...changes }).map(problemText)).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it("not with statistics on a private address", () => {
    expect(checkHaproxyProcess({ ...PROCESS, statistics: { address: "10.0.3.4", port: 8_001 } })).toEqual([]);
  });
});
