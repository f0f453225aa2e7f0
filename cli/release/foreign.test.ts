import { describe, expect, it } from "vitest";
import { refuseForeign } from "./foreign";

const within = (parent: string) => `urn:pulumi:local::thoughts::${parent}`;
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

describe("a release of the users' backend", () => {
  it.each([
    ["its own component", DEPLOYMENT, "users-backend-deployment", within("workload:Service::users-backend")],
    [
      "its migration",
      "kubernetes:batch/v1:Job",
      "users-backend-migration-job",
      within("migration:MigrationJob::users-backend-migration"),
    ],
  ])("may touch the parts of %s", (_, type, name, parent) => {
    const change = { op: "update", type, name, parent };
    expect(() => refuseForeign("users-backend", [change], "npm run up")).not.toThrow();
  });

  it.each([
    ["another service", "frontend-deployment", within("workload:Service::frontend")],
    [
      "another one's migration",
      "thoughts-backend-migration-job",
      within("migration:MigrationJob::thoughts-backend-migration"),
    ],
    ["its database, which has its name too", "users-backend-db", within("database:Postgres::users-backend")],
    ["the stack", "users-backend-deployment", undefined],
  ])("may not touch what belongs to %s", (_, name, parent) => {
    const change = { op: "delete", type: DEPLOYMENT, name, parent };
    expect(() => refuseForeign("users-backend", [change], "npm run up")).toThrow(
      `would also\n  delete ${DEPLOYMENT} ${name}\nNothing was changed. Bring that in by itself first: npm run up`,
    );
  });
});
