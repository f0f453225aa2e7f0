import { describe, expect, it } from "vitest";
import { type Stack, STACKS } from "./names";
import { expectedOf, readExpected } from "./testing/expected";
import { graphOf, GRAPHS } from "./testing/graph";

describe.each(GRAPHS)("the resource graph of %s", (stack) => {
  it("is the committed one; if a change is meant, run `npm run expected:update` and review the diff", async () => {
    const files = await expectedOf(stack);

    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(readExpected(stack)));
  });

  it("does not depend on the run", async () => {
    expect(await graphOf(stack)).toEqual(await graphOf(stack));
  });

  it("holds no secret in the clear", async () => {
    const everything = JSON.stringify([...(await graphOf(stack))]);

    expect(everything).not.toMatch(/made-for|kept-elsewhere|BEGIN (RSA )?PRIVATE KEY/);
    // An account's own stack has no secrets at all.
    expect(everything.includes("<secret>")).toBe(STACKS.includes(stack as Stack));
  });
});
