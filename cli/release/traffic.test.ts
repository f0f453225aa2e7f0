// Prometheus is a function here that knows three answers; cli/observability.real.test.ts asks a real one of real pods.
import { describe, expect, it } from "vitest";
import { UserError } from "../../engine/user-error";
import { Traffic } from "./traffic";

interface Signals {
  /** Per second. */
  readonly requests: number;
  /** Share of 1. */
  readonly errors: number;
  readonly seconds: number;
}

const watched = { slot: "green", tag: "v3.8" };

/** The frontend's pods of the new version, and well ones of the old version beside them. */
function traffic({ requests, errors, seconds }: Signals): Traffic {
  const ask = (path: string) => {
    const expr = decodeURIComponent(path);
    const value = expr.includes("histogram_quantile") ? seconds : expr.includes("5..") ? errors : requests;
    const series = (version: string, slot: string, number: number) => ({
      metric: { app: "frontend", slot, version },
      value: [0, String(number)],
    });
    return Promise.resolve(
      JSON.stringify({ data: { result: [series("v3.7", "blue", 0), series("v3.8", "green", value)] } }),
    );
  };
  return new Traffic(ask, "frontend", watched);
}

describe("the requests to a new version", () => {
  it("are well while they keep to what the service promises", async () => {
    expect(await traffic({ requests: 8, errors: 0.072, seconds: 0.031 }).look()).toEqual({
      wrong: [],
      text: "480 requests a minute, 7.2 % failed, 95 % within 31 ms",
    });
  });

  it("that fail too often say how often, and what is allowed", async () => {
    expect((await traffic({ requests: 8, errors: 0.2, seconds: 0.031 }).look()).wrong).toEqual([
      "v3.8 with 480 requests a minute: 20 % failed; allowed are 7.2 %",
    ]);
  });

  it("that take too long say how long, and what is allowed", async () => {
    expect((await traffic({ requests: 8, errors: 0, seconds: 1.26 }).look()).wrong).toEqual([
      "v3.8 with 480 requests a minute: 95 % within 1.3 s; allowed are 1 s",
    ]);
  });

  it("are not judged while there are too few of them", async () => {
    const look = { wrong: [], text: "19 requests a minute, too few to judge v3.8 by errors and latency" };
    expect(await traffic({ requests: 19 / 60, errors: 1, seconds: 9 }).look()).toEqual(look);
    expect((await traffic({ requests: 20 / 60, errors: 1, seconds: 9 }).look()).wrong).toHaveLength(2);
  });

  it("are not judged where Prometheus has not seen the version yet", async () => {
    const ask = () => Promise.resolve(JSON.stringify({ data: { result: [] } }));
    expect(await new Traffic(ask, "frontend", watched).look()).toEqual({
      wrong: [],
      text: "0 requests a minute, too few to judge v3.8 by errors and latency",
    });
  });

  it("can't be judged once Prometheus did not answer three times in a row", async () => {
    const answers = [false, false, true, false, false, false];
    const ask = () =>
      answers.shift() === true
        ? Promise.resolve(JSON.stringify({ data: { result: [] } }))
        : Promise.reject(new UserError("Prometheus does not answer: connection refused"));
    const silent = new Traffic(ask, "frontend", watched);
    const wrong: (readonly string[])[] = [];
    for (let look = 0; look < 6; look += 1) {
      wrong.push((await silent.look()).wrong);
    }
    expect(wrong).toEqual([[], [], [], [], [], ["Prometheus does not answer: connection refused"]]);
  });
});
