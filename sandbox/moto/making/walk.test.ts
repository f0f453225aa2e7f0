import { describe, expect, it } from "vitest";
import type { Made } from "../../providers/aws/made";
import type { JsonObject } from "../../providers/wire/json";
import { differencesIn } from "./walk";

const ONE = "thing-0123456789abcdef0";
const OTHER = "thing-fedcba98765432100";

function thing(name: string, id: string, inputs: JsonObject = {}, outputs: JsonObject = {}): Made {
  return { type: "thing", name, id, inputs, properties: { ...inputs, ...outputs } };
}

describe("what two imitations of AWS say", () => {
  const asked: JsonObject[] = [];
  const differences = (made: readonly Made[], answer: Readonly<Record<string, string | undefined>>) => {
    const thing = (inputs: JsonObject) => {
      asked.push(inputs);
      return Promise.resolve(answer);
    };
    return differencesIn(made, { thing }, new Map([["111111111111", "123456789012"]]));
  };

  it("is the same where only digits differ that AWS chooses, and where one says nothing", async () => {
    const made = thing("a", ONE, {}, { arn: `arn:aws:x::111111111111:thing/${ONE}`, state: "on" });
    expect(
      await differences([made], { id: OTHER, arn: `arn:aws:x::123456789012:thing/${OTHER}`, state: undefined }),
    ).toEqual([]);
  });

  it("is handed on: what names another one names it by its other identifier", async () => {
    await differences([thing("a", ONE), thing("b", "b", { of: ONE, account: "111111111111" })], { id: OTHER });
    expect(asked.at(-1)).toEqual({ of: OTHER, account: "123456789012" });
  });

  it.each([
    ["an identifier of another form", { id: "thing-0123" }, "id"],
    ["another default", { state: "off" }, "state"],
    ["a value further in", { "inner.0.state": "off" }, "inner.0.state"],
  ])("differs by %s", async (_, answer, output) => {
    const made = thing("a", ONE, {}, { state: "on", inner: [{ state: "on" }] });
    expect(await differences([made], answer)).toMatchObject([{ name: "a", output }]);
  });

  it("differs where two identifiers are one and the same there", async () => {
    expect(await differences([thing("a", ONE), thing("b", "thing-22222222222222222")], { id: OTHER })).toMatchObject([
      { name: "b", ours: `thing-22222222222222222 beside ${ONE}`, theirs: `${OTHER}, one and the same` },
    ]);
  });

  it("differs where one refuses", async () => {
    const refuse = () => Promise.reject(new Error("no"));
    expect(await differencesIn([thing("a", ONE)], { thing: refuse }, new Map())).toMatchObject([
      { name: "a", ours: "made", theirs: "Error: no" },
    ]);
  });
});
