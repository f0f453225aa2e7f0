import type * as pulumi from "@pulumi/pulumi";
import { ImageRepositories } from "../components/registry/image-repositories";
import { type AwsAccount, demandAws } from "./aws-account";
import type { Environment } from "./environment";
import { isProtected } from "./protection";
import { repositoriesOf } from "./repositories";

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
      const repositories = new ImageRepositories(
        "images",
        { names, protect: isProtected("images", environment) },
        { provider: demandAws(account, "ecr").provider },
      );
      return (repository) => repositories.url(repository);
    }
    default:
      return registry satisfies never;
  }
}
