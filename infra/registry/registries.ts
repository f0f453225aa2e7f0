import type * as pulumi from "@pulumi/pulumi";
import { ImageRepositories } from "../../components/registry/image-repositories";
import { COPIED_IMAGES, SERVICE_IMAGES } from "../../components/registry/lifecycle";
import { type AwsAccount, demandAws } from "../account/aws-account";
import type { Environment } from "../environment";
import { isProtected } from "../protection";
import { othersOf, SERVICE_REPOSITORIES, TOOL_REPOSITORIES } from "./repositories";

/** What names of images in a repository start with. */
export type RepositoryUrl = (repository: string) => pulumi.Input<string>;

export interface Registries {
  readonly repositoryUrl: RepositoryUrl;
  /** Of the repositories that are made here, by name. */
  readonly repositoryUrls: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The registry of the images, made here if the environment has one of its own. */
export function createRegistries(environment: Environment, account: AwsAccount): Registries {
  const { registry } = environment;
  switch (registry.kind) {
    case "host":
      return { repositoryUrl: (repository) => `${registry.host}/${repository}`, repositoryUrls: {} };
    case "ecr": {
      const { provider, key } = demandAws(account, "ecr");
      const settings = { keyArn: key.arn, readers: registry.readers, protect: isProtected("images", environment) };
      const own = new ImageRepositories(
        "images",
        { names: SERVICE_REPOSITORIES, lifecycle: SERVICE_IMAGES, ...settings },
        { provider },
      );
      const copies = [...othersOf(environment), ...Object.values(TOOL_REPOSITORIES)];
      const tools = new ImageRepositories(
        "tool-images",
        { names: copies, lifecycle: COPIED_IMAGES, ...settings },
        { provider },
      );
      return {
        repositoryUrl: (repository) => (SERVICE_REPOSITORIES.includes(repository) ? own : tools).url(repository),
        repositoryUrls: { ...own.urls, ...tools.urls },
      };
    }
    default:
      return registry satisfies never;
  }
}
