import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from "@aws-sdk/client-ecr";
import type { AwsPlatform } from "../../infra/platform";
import { askedAws, clientSettings } from "../account/client";
import type { NeededImage } from "./needed";

/** The host of an account's registry. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
export function registryHost({ account, region }: Pick<AwsPlatform, "account" | "region">): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

/** The registry of an account, as AWS's API shows it. */
export class AccountRegistry {
  readonly #client: ECRClient;

  constructor({ region }: Pick<AwsPlatform, "region">) {
    this.#client = new ECRClient(clientSettings(region));
  }

  /** What whoever asks may do holds in every registry of ECR. @returns base64 of `user:password`, for twelve hours */
  async login(): Promise<string> {
    const { authorizationData = [] } = await askedAws("getting a password for ECR", () =>
      this.#client.send(new GetAuthorizationTokenCommand({})),
    );
    return authorizationData[0]?.authorizationToken ?? "";
  }

  /** The repositories that are not there, of some. */
  async missingRepositories(names: readonly string[]): Promise<readonly string[]> {
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
    const found = await this.#unlessAbsent(`looking for the image ${repository}:${tag}`, () =>
      this.#client.send(new DescribeImagesCommand({ repositoryName: repository, imageIds: [{ imageTag: tag }] })),
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
