"use strict";
// The dynamic provider of a server's changes; like that of generated values, this text itself is what the engine keeps and runs.

const majorOf = (version) => version.split(".")[0];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const WEEK = 7;
// What the engine gives in a preview for a value that is not known yet.
// https://github.com/pulumi/pulumi/blob/v3.246.0/sdk/nodejs/runtime/rpc.ts
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// What the first lines of docs/upgrades.md say of each kind.
const STEPS = {
  rds: {
    up: "RDS upgrades in place: the database is away for minutes, and only a snapshot leads back.",
    back: "RDS goes up only, and refuses this unless it still runs the older version.",
    page: 'docs/upgrades.md, "Another major version of PostgreSQL"',
  },
  volume: {
    up: "The newer server does not start with the files of the older one.",
    back: "The older server does not start with the files of the newer one.",
    page: 'docs/upgrades.md, "PostgreSQL in the cluster"',
  },
};

const refusedStep = ({ kind, server, upgradeTo }, from, to) => {
  const step = Number(to) < Number(from) ? "back" : "up";
  const given = upgradeTo === undefined ? "thoughts:postgresUpgrade is not set" : `it is "${upgradeTo}"`;
  return (
    `PostgreSQL of ${server} would go ${step} from ${from} to ${to}, and thoughts:postgresUpgrade allows no such step: ` +
    `${given}. ${STEPS[kind][step]} Keep ${from} in versions.json, or follow ${STEPS[kind].page}, and allow it for this ` +
    `one change: thoughts:postgresUpgrade: "${to}"`
  );
};

// When a weekly window such as tue:10:00-tue:11:00 starts next, in UTC.
const nextStart = (window, now) => {
  const [day, hour, minute] = window.split("-")[0].split(":");
  const start = new Date(now);
  start.setUTCHours(Number(hour), Number(minute), 0, 0);
  start.setUTCDate(start.getUTCDate() + ((DAYS.indexOf(day) - start.getUTCDay() + WEEK) % WEEK));
  if (start.getTime() <= now) {
    start.setUTCDate(start.getUTCDate() + WEEK);
  }
  return start.toISOString();
};

// What waits after this change: what it brings, and what earlier ones brought for a window that is still to come.
const waiting = (olds, news, now) => {
  const before = olds.settings ?? {};
  const earlier = (olds.waits ?? []).filter(({ at }) => Date.parse(at) > now);
  const changed = Object.keys(news.settings).filter((key) => {
    const [from, to] = [before[key], news.settings[key]];
    return key in before && from !== to && to !== UNKNOWN;
  });
  if (changed.length > 0 && news.applyImmediately) {
    // RDS does with it what waited.
    return [];
  }
  const fresh = changed.map((setting) => ({
    setting,
    from: earlier.find((one) => one.setting === setting)?.from ?? before[setting],
    to: news.settings[setting],
    at: nextStart(news.window, now),
  }));
  // What is back where it was waits no more.
  return [...earlier.filter(({ setting }) => !changed.includes(setting)), ...fresh].filter(
    ({ from, to }) => from !== to,
  );
};

exports.handler = (clock = Date.now) => ({
  check: async (olds, news) => {
    const failures = [];
    if (olds.version !== undefined && news.version !== UNKNOWN) {
      const [from, to] = [majorOf(olds.version), majorOf(news.version)];
      if (from !== to && news.upgradeTo !== to) {
        failures.push({ property: "version", reason: refusedStep(news, from, to) });
      }
    }
    return { inputs: { ...news, waits: waiting(olds, news, clock()) }, failures };
  },
  // What waits follows from the settings; that a window is over is no change.
  diff: async (id, olds, news) => ({
    changes: ["version", "settings"].some((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key])),
    replaces: [],
    deleteBeforeReplace: false,
  }),
  create: async (inputs) => ({ id: "server-changes", outs: inputs }),
  update: async (id, olds, news) => ({ outs: news }),
});
