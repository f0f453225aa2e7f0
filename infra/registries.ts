import type * as pulumi from "@pulumi/pulumi";
import { ImageRepositories } from "../components/registry/image-repositories";
import { type AwsAccount, demandAws } from "./aws-account";
import type { Environment } from "./environment";
import { repositoriesOf, TOOL_REPOSITORIES } from "./repositories";
import { isProtected } from "./protection";

/** What names of images in a repository start with. */
export type RepositoryUrl = (repository: string) => pulumi.Input<string>;

/** The registry of the images, made here if the environment has one of its own. */
export function createRegistries(environment: Environment, account: AwsAccount): RepositoryUrl {
  const { registry } = environment;
  switch (registry.kind) {
    case "host":
      return (repository) => `${registry.host}/${repository}`;
    case "ecr": {
      const names = repositoriesOf(environment);
      const { provider } = demandAws(account, "ecr");
      const protect = isProtected("images", environment);
      const repositories = new ImageRepositories("images", { names, protect }, { provider });
      const tools = new ImageRepositories(
        "tool-images",
        { names: Object.values(TOOL_REPOSITORIES), protect },
        { provider },
      );
      return (repository) => (names.includes(repository) ? repositories : tools).url(repository);
    }
    default:
      return registry satisfies never;
  }
}
