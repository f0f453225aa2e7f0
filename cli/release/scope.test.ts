import { describe, expect, it } from "vitest";
import { keysScope, refuseOutOfScope, servicesScope } from "./scope";

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
    expect(() => refuseOutOfScope(servicesScope(["users-backend"]), [change], "npm run up")).not.toThrow();
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
    expect(() => refuseOutOfScope(servicesScope(["users-backend"]), [change], "npm run up")).toThrow(
      `would also\n  delete ${DEPLOYMENT} ${name}\nNothing was changed. Bring that in by itself first: npm run up`,
    );
  });
});

describe("a step of the rotation of the keys", () => {
  const scope = keysScope(["frontend"]);

  it.each([
    ["a key pair", "pulumi-nodejs:dynamic/generated:KeyPair", "token-keys-2", undefined],
    ["a Secret", "kubernetes:core/v1:Secret", "frontend-keys-secret", within("workload:SecretBundle::frontend-keys")],
    ["pods", DEPLOYMENT, "frontend-deployment", within("workload:Service::frontend")],
  ])("may touch %s of its own", (_, type, name, parent) => {
    expect(() => refuseOutOfScope(scope, [{ op: "update", type, name, parent }], "npm run up")).not.toThrow();
  });

  it("may not touch a service whose keys stay", () => {
    const parent = within("workload:Service::users-backend");
    const change = { op: "update", type: DEPLOYMENT, name: "users-backend-deployment", parent };
    expect(() => refuseOutOfScope(scope, [change], "npm run up")).toThrow(
      "a step of the rotation touches nothing but the keys, frontend, and this one would also",
    );
  });
});
