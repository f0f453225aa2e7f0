import { describe, expect, it } from "vitest";
import { GRAPHS, readExpected, renderStack, type Stack, STACKS } from "./testing/graph";

describe.each(GRAPHS)("the resource graph of %s", (stack) => {
  it("is the committed one; if a change is meant, run `npm run expected:update` and review the diff", async () => {
    const registered = await renderStack(stack);

    expect(Object.fromEntries(registered)).toEqual(Object.fromEntries(readExpected(stack)));
  });

  it("does not depend on the run", async () => {
    expect(await renderStack(stack)).toEqual(await renderStack(stack));
  });

  it("holds no secret in the clear", () => {
    const everything = [...readExpected(stack).values()].join("\n");

    expect(everything).not.toMatch(/made-for|kept-elsewhere|BEGIN (RSA )?PRIVATE KEY/);
    // An account's own stack has no secrets at all.
    expect(everything.includes("<secret>")).toBe(STACKS.includes(stack as Stack));
  });
});
