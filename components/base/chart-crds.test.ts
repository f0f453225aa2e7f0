import { describe, expect, it } from "vitest";
import { handler } from "./chart-crds-provider.js";

const provider = handler();
const crds = { chart: "controller", version: "3.5.0", repo: "https://charts.example", applied: [] };

async function refusals(from: string | undefined, applied: readonly string[] = []): Promise<readonly string[]> {
  const olds = from === undefined ? {} : { ...crds, version: from };
  const { failures } = await provider.check(olds, { ...crds, applied });
  return failures.map(({ reason }) => reason);
}

describe("the CRDs of a chart", () => {
  it("come with the first release, and stay with its version", async () => {
    expect([await refusals(undefined), await refusals("3.5.0")]).toEqual([[], []]);
  });

  it.each(["3.4.0", "3.6.0"])(
    "hold the chart at %s until those of its other version are applied, and say how",
    async (from) => {
      const step =
        "helm show crds controller --repo https://charts.example --version 3.5.0 | kubectl apply --server-side --force-conflicts -f -";
      for (const applied of [[], [`controller@${from}`], ["other@3.5.0"]]) {
        const [reason, ...others] = await refusals(from, applied);
        expect(others).toEqual([]);
        expect(reason).toContain(`Helm leaves the CRDs of controller at ${from} when the release goes to 3.5.0.`);
        expect(reason).toContain(step);
        expect(reason).toContain(`thoughts:crdsApplied: ["controller@3.5.0"]`);
      }
      expect(await refusals(from, ["controller@3.5.0"])).toEqual([]);
    },
  );

  it("change with the version alone, in place", async () => {
    expect(await provider.diff("id", crds, { ...crds, version: "4.0.0" })).toMatchObject({
      changes: true,
      replaces: [],
    });
    expect(await provider.diff("id", { ...crds, applied: ["controller@3.5.0"] }, crds)).toMatchObject({
      changes: false,
    });
  });
});
