import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from "@aws-sdk/client-ecr";
import { repositoryPrefix } from "../../infra/account/names";
import type { AccountEnvironment } from "../account/environment";
import { askedAws, clientSettings } from "../account/client";
import type { NeededImage } from "./needed";

/** The part of an environment: its name, and where it is. */
type Place = Pick<AccountEnvironment, "name"> & {
  readonly platform: Pick<AccountEnvironment["platform"], "account" | "region">;
};

/**
 * What names of an environment's images start with: the host of its account's registry, and its own part there.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function registryOf({ name, platform: { account, region } }: Place): string {
  const own = repositoryPrefix({ environment: name }).replace(/\/$/, "");
  return `${account}.dkr.ecr.${region}.amazonaws.com/${own}`;
}

/** The repositories of an environment, each by its name in the program, as AWS's API shows them. */
export class EnvironmentRegistry {
  readonly #client: ECRClient;
  readonly #prefix: string;

  constructor({ name, platform }: Place) {
    this.#client = new ECRClient(clientSettings(platform.region));
    this.#prefix = repositoryPrefix({ environment: name });
  }

  /** What whoever asks may do holds in every registry of ECR. @returns base64 of `user:password`, for twelve hours */
  async login(): Promise<string> {
    const { authorizationData = [] } = await askedAws("getting a password for ECR", () =>
      this.#client.send(new GetAuthorizationTokenCommand({})),
    );
    return authorizationData[0]?.authorizationToken ?? "";
  }

  /** The repositories that are not there, of some: by their names in ECR. */
  async missingRepositories(repositories: readonly string[]): Promise<readonly string[]> {
    const names = repositories.map((repository) => `${this.#prefix}${repository}`);
    const found = await Promise.all(
      names.map((name) =>
        this.#unlessAbsent(`looking for the repository ${name}`, () =>
          this.#client.send(new DescribeRepositoriesCommand({ repositoryNames: [name] })),
        ),
      ),
    );
    return names.filter((_, index) => found[index] === undefined);
  }

  /** The digest that a tag has. @returns undefined if the image, or its repository, is not there */
  async digestOf({ repository, tag }: Pick<NeededImage, "repository" | "tag">): Promise<string | undefined> {
    const repositoryName = `${this.#prefix}${repository}`;
    const found = await this.#unlessAbsent(`looking for the image ${repositoryName}:${tag}`, () =>
      this.#client.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: tag }] })),
    );
    return found?.imageDetails?.[0]?.imageDigest;
  }

  #unlessAbsent<T>(what: string, ask: () => Promise<T>): Promise<T | undefined> {
    return askedAws(what, async () => {
      try {
        return await ask();
      } catch (error) {
        if (["RepositoryNotFoundException", "ImageNotFoundException"].includes((error as Error).name)) {
          return undefined;
        }
        throw error;
      }
    });
  }
}
