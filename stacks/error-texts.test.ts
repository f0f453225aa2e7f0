import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import "./error-texts";

describe("the text of an error of the program", () => {
  it("is there at once, also with a path of a package that Node cannot take apart", () => {
    const error = new Error("one setting is wrong");
    error.stack = `Error: one setting is wrong\n    at async Stack.initialize (/clone/node_modules/@pulumi/resource.ts:1687:22)`;
    expect(inspect(error, { colors: true })).toBe(error.stack);
  });

  it("keeps the cause", () => {
    const error = new Error("one setting is wrong", { cause: new Error("no such file") });
    expect(inspect(error, { colors: true })).toContain("[cause]: Error: no such file");
  });
});
