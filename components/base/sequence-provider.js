"use strict";
// The dynamic provider of a sequence; like that of generated values, this text itself is what the engine keeps and runs.
exports.handler = () => ({
  check: async (olds, news) => {
    const failures = [];
    const { position: from } = olds;
    const { position: to, notBefore } = news;
    const fail = (reason) => failures.push({ property: "position", reason });
    if (from !== undefined && Math.abs(to - from) > 1) {
      fail(
        `${news.what} can't go from step ${from} to step ${to}: no step may be left out. Take step ${from + Math.sign(to - from)} first.`,
      );
    }
    if (from !== undefined && to > from && notBefore !== undefined && Date.now() < Date.parse(notBefore)) {
      fail(`${news.what} can't go from step ${from} to step ${to} before ${notBefore}. Wait until then.`);
    }
    return { inputs: news, failures };
  },
  diff: async (id, olds, news) => ({
    changes: olds.position !== news.position,
    replaces: [],
    deleteBeforeReplace: false,
  }),
  create: async (inputs) => ({ id: "sequence", outs: inputs }),
  update: async (id, olds, news) => ({ outs: news }),
});
