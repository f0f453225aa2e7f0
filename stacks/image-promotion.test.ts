import { describe, expect, it } from "vitest";
import { ProblemsError } from "../components/base/refusal";
import { bootstrapOf } from "./environments";
import { recordStack } from "./testing/graph";
import { statementsOf } from "./testing/policy-document";
import { committedConfig } from "./testing/settings";

const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const accountOf = (stack: string) => String(committedConfig(stack).thoughts.account);

async function resourcesOf(stack: string, type: string) {
  return (await recordStack(stack)).resources.filter((resource) => resource.type === type);
}

describe("an image that was tested in staging", () => {
  it("can be pulled from each of its repositories by production's account, which may do nothing else", async () => {
    const repositories = await resourcesOf("staging", "aws:ecr/repository:Repository");
    const policies = await resourcesOf("staging", "aws:ecr/repositoryPolicy:RepositoryPolicy");
    expect(repositories.length).toBeGreaterThan(10);
    expect(policies.map(({ inputs }) => inputs.repository).sort()).toEqual(
      repositories.map(({ inputs }) => inputs.name).sort(),
    );
    for (const statement of statementsOf(policies)) {
      expect(statement).toEqual({
        Sid: "Pull",
        Effect: "Allow",
        Principal: { AWS: [`arn:aws:iam::${accountOf("production")}:root`] },
        Action: PULL,
      });
    }
  });

  it("can be copied from there by whoever deploys to production", async () => {
    const policies = await resourcesOf("bootstrap-production", "aws:iam/rolePolicy:RolePolicy");
    const crossAccount = statementsOf(policies.filter(({ name }) => name.startsWith("deploy-"))).filter(
      ({ Resource }) => [Resource].flat().some((arn) => arn?.includes(accountOf("staging"))),
    );
    expect(crossAccount).toEqual([
      {
        Effect: "Allow",
        Action: PULL,
        Resource: [
          `arn:aws:ecr:*:${accountOf("production")}:repository/thoughts/*`,
          `arn:aws:ecr:*:${accountOf("staging")}:repository/*`,
        ],
      },
    ]);
  });

  it("is not to be had the other way round: nobody pulls from production", async () => {
    expect(await resourcesOf("production", "aws:ecr/repositoryPolicy:RepositoryPolicy")).toEqual([]);
  });
});

it("an account is no source of images for itself, and refuses to be named as one", () => {
  const config = committedConfig("bootstrap-production");
  const imageSources = [accountOf("production")];
  const boot = () => bootstrapOf({ ...config, thoughts: { ...config.thoughts, imageSources } });
  expect(boot).toThrow(ProblemsError);
  expect(boot).toThrow(
    /imageSources\.0: "222222222222" is the environment's own account, which needs no mention; name others/,
  );
});
