import type * as pulumi from "@pulumi/pulumi";
import { ImageRepositories } from "../../components/registry/image-repositories";
import { COPIED_IMAGES, SERVICE_IMAGES } from "../../components/registry/lifecycle";
import type { OpenAccount } from "../account/aws-account";
import { repositoryPrefix } from "../account/names";
import type { Environment } from "../environment";
import type { AwsPlatform } from "../platform";
import { isProtected } from "../protection";
import { othersOf, SERVICE_REPOSITORIES, TOOL_REPOSITORIES } from "./repositories";

/** What names of images in a repository start with. */
export type RepositoryUrl = (repository: string) => pulumi.Input<string>;

export interface Registries {
  readonly repositoryUrl: RepositoryUrl;
  /** Of its repositories, by name. */
  readonly repositoryUrls: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The registry of the images of an environment that has one of its own. */
export function createRegistries(
  environment: Environment,
  platform: AwsPlatform,
  { provider, key }: OpenAccount,
): Registries {
  const settings = {
    prefix: repositoryPrefix({ environment: environment.name }),
    keyArn: key.arn,
    readers: platform.imageReaders,
    protect: isProtected("images", environment),
  };
  const own = new ImageRepositories(
    "images",
    { names: SERVICE_REPOSITORIES, lifecycle: SERVICE_IMAGES, ...settings },
    { provider },
  );
  const copies = [...othersOf(platform), ...Object.values(TOOL_REPOSITORIES)];
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
