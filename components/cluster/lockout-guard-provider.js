"use strict";
// The dynamic provider of a lock-out guard; like that of generated values, this text itself is what the engine keeps and runs.

// A session's ARN has its role's name, but not its path: arn:aws:sts::1:assumed-role/deploy/session.
const roleOf = (arn) => {
  const [, account, name] =
    /::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? /::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return name === undefined ? arn : `${account}/${name}`;
};

const NAMED = "or name cluster-access in thoughts:unprotected for this one change.";

exports.handler = () => ({
  check: async (olds, { caller, preview, unprotected, ...news }) => {
    const failures = [];
    const refuse = (property, reason) => failures.push({ property, reason });
    const { admins: adminsBefore = [], publicAccessCidrs: cidrsBefore = [] } = olds;
    const isAmong = (admins) => admins.map(roleOf).includes(roleOf(caller));
    if (!preview && !isAmong(adminsBefore) && !isAmong(news.admins)) {
      refuse(
        "admins",
        `${caller} is no administrator of the cluster and could change nothing in it; sign in as one of ${news.admins.join(", ")}.`,
      );
    }
    if (!unprotected && isAmong(adminsBefore) && !isAmong(news.admins)) {
      refuse(
        "admins",
        `this change takes the cluster from ${caller}, which makes it; let one of ${news.admins.join(", ")} make it, ${NAMED}`,
      );
    } else if (!unprotected && adminsBefore.length > 0 && !adminsBefore.some((role) => news.admins.includes(role))) {
      refuse(
        "admins",
        `none of the cluster's administrators (${adminsBefore.join(", ")}) would stay one; change one at a time, ${NAMED}`,
      );
    }
    if (!unprotected && cidrsBefore.length > 0 && !cidrsBefore.some((cidr) => news.publicAccessCidrs.includes(cidr))) {
      refuse(
        "publicAccessCidrs",
        `none of the ranges that reach the API server (${cidrsBefore.join(", ")}) would stay; add the new ones first and ` +
          `take the old ones out in the next change, ${NAMED}`,
      );
    }
    return { inputs: news, failures };
  },
  diff: async (id, olds, news) => ({
    changes: ["admins", "publicAccessCidrs"].some((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key])),
    replaces: [],
    deleteBeforeReplace: false,
  }),
  create: async (inputs) => ({ id: "lockout-guard", outs: inputs }),
  update: async (id, olds, news) => ({ outs: news }),
});
