// Answers of kubectl are written down here as a cluster gives them: no account has a cluster for a test.
import { describe, expect, it } from "vitest";
import { UserError } from "../../engine/user-error";
import type { Kubectl } from "../kubectl";
import { demandClusterOf } from "./cluster";

const PRODUCTION = { stack: "production", namespace: "example", hosts: ["frontend.example.com"] };

/** A cluster whose Ingresses have these hosts; it answers nothing else. */
function clusterWith(...hosts: readonly string[]): Kubectl {
  return (...args) => {
    expect(args).toEqual(["get", "ingresses", "-o", "json"]);
    const items = hosts.map((host) => ({ spec: { rules: [{ host }] }, status: {} }));
    return Promise.resolve(JSON.stringify({ items: [...items, { spec: {}, status: {} }] }));
  };
}

describe("the cluster of a context", () => {
  it("is the environment's if its Ingresses have the environment's hosts", async () => {
    const kubectl = clusterWith("frontend.example.com", "demo.example.com");
    await expect(demandClusterOf(PRODUCTION, "prod", kubectl)).resolves.toBeUndefined();
  });

  it.each([
    [["frontend.staging.example.com"], "have frontend.staging.example.com, and those"],
    [[], "have no host, and those"],
  ])("is refused if it is another one's, or none has an environment: %j", async (hosts, found) => {
    const refused = demandClusterOf(PRODUCTION, "prod", clusterWith(...hosts));
    await expect(refused).rejects.toThrow(UserError);
    await expect(demandClusterOf(PRODUCTION, "prod", clusterWith(...hosts))).rejects.toThrow(
      `context prod is not the cluster of production: the Ingresses in its namespace example ${found}`,
    );
  });
});
