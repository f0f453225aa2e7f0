import { describe, expect, it } from "vitest";
import type { Platform } from "../platform";
import { checkLogs, type LogChoice, sinkOf, watchedBeside } from "./log-choice";

const AWS = { kind: "aws" } as Platform;
const CLUSTER = { kind: "cluster" } as Platform;
const CLOUD_WATCH: LogChoice = { to: "cloudwatch", retentionDays: 90 };

describe("where log lines go", () => {
  it.each<readonly [LogChoice, Platform]>([
    [{ to: "cluster" }, CLUSTER],
    [{ to: "cluster" }, AWS],
    [{ to: "syslog", host: "logs.example.com", port: 6514 }, CLUSTER],
    [CLOUD_WATCH, AWS],
  ])("%j is taken on %j", (logs, platform) => {
    expect(checkLogs(logs, platform)).toEqual([]);
  });

  it.each<readonly [LogChoice, Platform, string, RegExp]>([
    [CLOUD_WATCH, CLUSTER, "to", /^"cloudwatch" needs the platform "aws", and this one is "cluster"; use "cluster" or/],
    [{ to: "syslog", host: "logs.example.com", port: 0 }, AWS, "port", /^0 is no port; use a whole number from 1/],
    [{ to: "syslog", host: "logs.example.com", port: 70_000 }, AWS, "port", /^70000 is no port/],
  ])("%j is refused on %j, at %s", (logs, platform, path, message) => {
    expect(checkLogs(logs, platform)).toEqual([{ path, message: expect.stringMatching(message) as string }]);
  });

  it("decides what the log pod does beside writing its file, and whose metrics are looked for", () => {
    expect([sinkOf({ to: "cluster" }), watchedBeside({ to: "cluster" })]).toEqual([{ kind: "none" }, []]);
    expect([sinkOf(CLOUD_WATCH), watchedBeside(CLOUD_WATCH)]).toEqual([{ kind: "console" }, ["log-collector"]]);
    const syslog: LogChoice = { to: "syslog", host: "logs.example.com", port: 6514 };
    expect(sinkOf(syslog)).toEqual({ kind: "syslog", host: "logs.example.com", port: 6514 });
  });
});
