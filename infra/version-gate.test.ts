import { describe, expect, it } from "vitest";
import committed from "../versions.json";
import type { Environment } from "./environment";
import { type DatedVersions, judgeVersions } from "./version-gate";

/** As far as the gate looks at it. */
const onAws = {
  platform: { kind: "aws", cluster: { compute: { kind: "clusterAutoscaler" } }, database: { kind: "rds" } },
} as unknown as Environment;
const elsewhere = { platform: { kind: "cluster", database: { kind: "statefulSet" } } } as unknown as Environment;

function judged(today: string, change: Partial<DatedVersions> = {}, environment = onAws) {
  const { problems, warnings } = judgeVersions(environment, today, {
    ...committed,
    eks: "1.35",
    eksNodes: "1.35",
    clusterAutoscaler: `${change.eks ?? "1.35"}.0`,
    ...change,
  });
  return { problems: problems.map(({ path, message }) => `${path}: ${message}`), warnings };
}

describe("the gate of versions", () => {
  it("says nothing while there is a quarter of support left", () => {
    expect(judged("2026-11-25")).toEqual({ problems: [], warnings: [] });
  });

  it("warns in the last quarter, and refuses once it is over: what, since when, what is allowed, what to do", () => {
    expect(judged("2027-01-15")).toEqual({
      problems: [],
      warnings: [expect.stringMatching(/^Kubernetes 1\.35 has standard support until 2027-03-27, for 71 more days;/)],
    });
    expect(judged("2027-03-28")).toEqual({
      problems: [
        "versions.json.eks: Kubernetes 1.35 has had no standard support since 2027-03-27; " +
          "allowed are 1.36 (until 2027-08-02); change versions.json as docs/upgrades.md says.",
      ],
      warnings: [],
    });
  });

  it("refuses an autoscaler that was made for another minor version of Kubernetes, where there is one", () => {
    const other = { clusterAutoscaler: "1.34.2" };
    expect(judged("2026-11-25", other).problems).toEqual([
      "versions.json.clusterAutoscaler: the Cluster Autoscaler 1.34.2 is made for Kubernetes 1.34, and the cluster has 1.35; " +
        'use one that starts with "1.35.", and raise both together.',
    ]);
    const fixed = { ...onAws, platform: { ...onAws.platform, cluster: { compute: { kind: "managedNodeGroups" } } } };
    expect(judged("2026-11-25", other, fixed as Environment).problems).toEqual([]);
  });

  it("looks at PostgreSQL where RDS runs it", () => {
    const long = { eks: "1.36", eksNodes: "1.36" };
    expect(judged("2028-02-29", long).warnings).toEqual([
      expect.stringMatching(/^PostgreSQL 15 has .* for 0 more days/),
    ]);
    expect(judged("2028-03-01", long).problems).toContainEqual(
      expect.stringMatching(/^versions\.json\.rdsPostgres: PostgreSQL 15 has had no standard support since 2028-02-29/),
    );
  });

  it("refuses add-ons and nodes that don't fit, and reminds of nodes that lag behind", () => {
    const eksAddons = { ...committed.eksAddons, "kube-proxy": "v1.36.0-eksbuild.1" };
    expect(judged("2026-11-25", { eksAddons }).problems).toEqual([
      expect.stringMatching(
        /^versions\.json\.eksAddons\.kube-proxy: v1\.36\.0-eksbuild\.1 does not fit Kubernetes 1\.35/,
      ),
    ]);
    expect(judged("2026-11-25", { eksNodes: "1.36" }).problems).toEqual([
      expect.stringMatching(/^versions\.json\.eksNodes: nodes with 1\.36 can't be in a cluster with 1\.35/),
    ]);
    expect(judged("2026-11-25", { eksNodes: "1.34" })).toEqual({
      problems: [],
      warnings: [expect.stringMatching(/^nodes are still on Kubernetes 1\.34, the cluster on 1\.35/)],
    });
  });

  it("does not ask where others run the cluster and the database", () => {
    expect(judged("2040-01-01", {}, elsewhere)).toEqual({ problems: [], warnings: [] });
  });
});
