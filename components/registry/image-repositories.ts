import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";

export interface ImageRepositoriesArgs {
  /** One repository an image. */
  readonly names: readonly string[];
  /** Whether the engine refuses to delete them. */
  readonly protect: boolean;
}

/**
 * Repositories for images in ECR. A tag, once pushed, stays what it is: what was tested is what is deployed.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export class ImageRepositories extends Component {
  readonly #urls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, { names, protect }: ImageRepositoriesArgs, opts: pulumi.ComponentResourceOptions) {
    super("registry:ImageRepositories", name, opts);
    const repositories = names.map((repository) => [repository, this.#create(repository, protect)] as const);
    this.#urls = Object.fromEntries(repositories.map(([key, { repositoryUrl }]) => [key, repositoryUrl]));
    this.registerOutputs({ urls: this.#urls });
  }

  /**
   * What image names of this repository start with: registry host and repository, without a tag.
   * @throws {Error} if there is no such repository
   */
  url(repository: string): pulumi.Output<string> {
    const url = this.#urls[repository];
    if (url === undefined) {
      throw new Error(`no repository "${repository}" is made here; there are ${Object.keys(this.#urls).join(", ")}.`);
    }
    return url;
  }

  #create(repository: string, protect: boolean): aws.ecr.Repository {
    return new aws.ecr.Repository(
      this.child(repository.replaceAll("_", "-")),
      {
        name: repository,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
      },
      // A release that can't be pulled any more can't be rolled back to.
      this.childOptions({ protect }),
    );
  }
}
