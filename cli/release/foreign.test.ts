import { describe, expect, it } from "vitest";
import { refuseForeign } from "./foreign";

const within = (parent: string) => `urn:pulumi:local::thoughts::${parent}`;
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

describe("a release of the users' backend", () => {
  it("may touch the parts of its own component", () => {
    const change = {
      op: "update",
      type: DEPLOYMENT,
      name: "users-backend-deployment",
      parent: within("workload:Service::users-backend"),
    };
    expect(() => refuseForeign("users-backend", [change], "npm run up")).not.toThrow();
  });

  it.each([
    ["another service", "frontend-deployment", within("workload:Service::frontend")],
    ["its database, which has its name too", "users-backend-db", within("database:Postgres::users-backend")],
    ["the stack", "users-backend-deployment", undefined],
  ])("may not touch what belongs to %s", (_, name, parent) => {
    const change = { op: "delete", type: DEPLOYMENT, name, parent };
    expect(() => refuseForeign("users-backend", [change], "npm run up")).toThrow(
      `would also\n  delete ${DEPLOYMENT} ${name}\nNothing was changed. Bring that in by itself first: npm run up`,
    );
  });
});
