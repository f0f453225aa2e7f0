"use strict";
// The dynamic provider of a chart's CRDs; like that of generated values, this text itself is what the engine keeps and runs.
exports.handler = () => ({
  check: async (olds, news) => {
    const { chart, version, repo, applied } = news;
    const changes = olds.version !== undefined && olds.version !== version;
    const failures =
      changes && !applied.includes(`${chart}@${version}`)
        ? [
            {
              property: "version",
              reason:
                `Helm leaves the CRDs of ${chart} at ${olds.version} when the release goes to ${version}. Apply those of ` +
                `${version} first: helm show crds ${chart} --repo ${repo} --version ${version} | kubectl apply ` +
                `--server-side --force-conflicts -f - (nothing to apply is fine). Then say so for this one change: ` +
                `thoughts:crdsApplied: ["${chart}@${version}"]`,
            },
          ]
        : [];
    return { inputs: news, failures };
  },
  diff: async (id, olds, news) => ({
    changes: olds.version !== news.version,
    replaces: [],
    deleteBeforeReplace: false,
  }),
  create: async (inputs) => ({ id: "chart-crds", outs: inputs }),
  update: async (id, olds, news) => ({ outs: news }),
});
