import { describe, expect, it, vi } from "vitest";
import { Observer } from "./observer";
import type { Snapshot } from "./snapshot";
import { environment, NOW, observation, STATUS } from "./testing/observation";

/** A look for each second, one after the other. */
function observed(...looks: readonly Partial<Snapshot>[]) {
  const times = looks.map((look, index) => ({ ...look, at: new Date(NOW.getTime() + index * 5_000) }));
  const observer = new Observer(() => Promise.resolve(observation(times.shift())));
  return async () => {
    let seen = await observer.look();
    while (times.length > 0) {
      vi.setSystemTime(new Date(seen.at.getTime() + 5_000));
      seen = await observer.look();
    }
    return seen;
  };
}

const SILENT: Partial<Snapshot> = {
  condition: "silent",
  problem: "The cluster does not answer.",
  environments: [environment({ status: undefined, topology: undefined })],
};

describe("an observer", () => {
  it("says since when a cluster is silent, and what it was like before", async () => {
    vi.useFakeTimers({ now: NOW });
    const seen = await observed({}, SILENT, SILENT)();
    expect(seen).toMatchObject({ condition: "silent", since: new Date(NOW.getTime() + 5_000), lastSeen: NOW });
    expect(seen.environments[0]).toMatchObject({ name: "local", status: STATUS });
    vi.useRealTimers();
  });

  it("forgets it once the cluster answers again", async () => {
    vi.useFakeTimers({ now: NOW });
    const seen = await observed({}, SILENT, {})();
    expect(seen).toMatchObject({ condition: "up", since: new Date(NOW.getTime() + 10_000), lastSeen: undefined });
    vi.useRealTimers();
  });

  it("shows nothing of an environment that was taken down", async () => {
    vi.useFakeTimers({ now: NOW });
    const down = { condition: "nothing is up", environments: SILENT.environments } as const;
    const seen = await observed({}, down)();
    expect(seen.environments[0]).toMatchObject({ status: undefined });
    expect(seen.since).toEqual(new Date(NOW.getTime() + 5_000));
    vi.useRealTimers();
  });

  it("does not know since when it is as the first look shows it", async () => {
    expect((await observed(SILENT)()).since).toBeUndefined();
  });

  it("looks once for all who ask at a time", async () => {
    const take = vi.fn(() => Promise.resolve(observation({ at: new Date() })));
    const observer = new Observer(take);
    await Promise.all([observer.look(), observer.look()]);
    await observer.look();
    expect(take).toHaveBeenCalledTimes(1);
  });
});
