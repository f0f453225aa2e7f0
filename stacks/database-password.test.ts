import { describe, expect, it } from "vitest";
import { environmentOf } from "./environments";
import { type Objects, objectsOfEnvironment } from "./testing/objects";
import { committedConfig } from "./testing/settings";

/** Production with another password of its databases. */
function withPassword(generation: number): Promise<Objects> {
  const config = committedConfig("production");
  const databasePassword = String(generation);
  return objectsOfEnvironment(environmentOf({ ...config, thoughts: { ...config.thoughts, databasePassword } }));
}

describe.each([
  [1, "thoughts"],
  [2, "thoughts_clone"],
  [3, "thoughts"],
])("password %i of the databases", async (generation, user) => {
  const objects = await withPassword(generation);
  const found = (name: string) => objects.resources.find((resource) => resource.name === name);

  it(`is that of ${user}, for the backends and for the Job that gives access; tables are those of thoughts`, () => {
    expect(found("shared-config-configmap")?.inputs).toMatchObject({ data: { POSTGRES_USER: user } });
    expect(JSON.stringify(found("users-backend-db-access-job")?.inputs)).toContain(
      `{"name":"POSTGRES_USER","value":"${user}"}`,
    );
    expect(JSON.stringify(found("users-backend-db-access-job")?.inputs)).toContain(
      `{"name":"POSTGRES_OWNER","value":"thoughts"}`,
    );
  });

  it("is made where the one before it is deployed, and given before the first pod starts", () => {
    expect(found("postgres-password")?.inputs).toMatchObject({ generation });
    expect(found("postgres-password-step")?.inputs).toMatchObject({ position: generation });
    expect(found("postgres-password")?.dependsOn).toContain("postgres-password-step");
    expect(found("users-backend-deployment")?.dependsOn).toContain("users-backend-db-access-job");
  });
});
