import { describe, expect, it } from "vitest";
import { unreachableRemedies } from "./unreachable";

describe("a cluster that does not answer", () => {
  it.each([
    "configured Kubernetes cluster is unreachable: unable to load schema information from the API server",
    'Get "https://127.0.0.1:1/api": dial tcp 127.0.0.1:1: connect: connection refused',
    "the server is currently unable to handle the request",
    'Patch "https://127.0.0.1:1/api": EOF',
  ])("is named with what to do next: %s", (message) => {
    expect(unreachableRemedies(message, "mine").join(" ")).toMatch(
      /^The cluster of context mine does not answer.* npm run up looks up what is there and carries on\.$/,
    );
  });

  it("is not seen in other failures", () => {
    expect(unreachableRemedies("pods is forbidden: exceeded quota", "mine")).toEqual([]);
  });
});
