import { describe, expect, it } from "vitest";
import { unhandledFailures } from "./unhandled";

describe("errors that no test caught", () => {
  it("are named by their kind, and by the file and the test that ran", () => {
    const error = {
      message: "nobody awaits this",
      type: "Unhandled Rejection",
      VITEST_TEST_PATH: "/clone/cli/up.test.ts",
      VITEST_TEST_NAME: "starts",
    };
    expect(unhandledFailures([error], "/clone")).toEqual([
      { file: "cli/up.test.ts", name: 'Unhandled Rejection in "starts"', message: "nobody awaits this" },
    ]);
  });

  it("are named too if there was no test, or no file", () => {
    expect(
      unhandledFailures(
        [
          { message: "outside", type: "Uncaught Exception", VITEST_TEST_PATH: "/clone/a.test.ts" },
          { message: "a worker ended" },
        ],
        "/clone",
      ),
    ).toEqual([
      { file: "a.test.ts", name: "Uncaught Exception", message: "outside" },
      { file: "no file", name: "Unhandled Error", message: "a worker ended" },
    ]);
  });
});
