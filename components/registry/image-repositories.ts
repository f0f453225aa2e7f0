import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { renderReaders } from "./image-readers";
import { type LifecycleRule, renderLifecycle } from "./lifecycle";

const CHILDREN = {
  repository: each(aws.ecr.Repository, logicalName),
  lifecycle: each(aws.ecr.LifecyclePolicy, (image) => `${logicalName(image)}-lifecycle`),
  readers: each(aws.ecr.RepositoryPolicy, (image) => `${logicalName(image)}-readers`),
};

export interface ImageRepositoriesArgs extends Transformable<typeof CHILDREN> {
  /** One repository an image. Each is known by this name to the program. */
  readonly names: readonly string[];
  /** What their names in ECR start with, such as `thoughts/staging/`. Another one makes other, empty repositories. */
  readonly prefix: string;
  /** Which images go, and when. */
  readonly lifecycle: readonly LifecycleRule[];
  /** Key in KMS that images are encrypted with, for as long as their repository lives: another key is another repository. */
  readonly keyArn: pulumi.Input<string>;
  /** Accounts, by their 12 digits, that may pull the images, beside the one that has them. */
  readonly readers: readonly string[];
  /** Whether the engine refuses to delete them. */
  readonly protect: boolean;
}

/**
 * Repositories for images in ECR. A tag, once pushed, stays what it is: what was tested is what is deployed. Who pulls needs
 * no right to the key: ECR decrypts by a grant that it makes with the repository.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export class ImageRepositories extends Component<typeof CHILDREN> {
  /** What image names start with, without a tag: by repository. */
  readonly urls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, { names, ...args }: ImageRepositoriesArgs, opts: pulumi.ComponentResourceOptions) {
    super("registry:ImageRepositories", name, CHILDREN, args, opts);
    const repositories = names.map((repository) => [repository, this.#create(repository, args)] as const);
    this.urls = Object.fromEntries(repositories.map(([key, { repositoryUrl }]) => [key, repositoryUrl]));
    this.registerOutputs({ urls: this.urls });
  }

  /**
   * What image names of this repository start with: registry host and repository, without a tag.
   * @throws {Error} if there is no such repository
   */
  url(repository: string): pulumi.Output<string> {
    const url = this.urls[repository];
    if (url === undefined) {
      throw new Error(`no repository "${repository}" is made here; there are ${Object.keys(this.urls).join(", ")}.`);
    }
    return url;
  }

  #create(
    repository: string,
    { prefix, lifecycle, keyArn, readers, protect }: Omit<ImageRepositoriesArgs, "names">,
  ): aws.ecr.Repository {
    const made = this.makeEach(
      "repository",
      repository,
      {
        name: `${prefix}${repository}`,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
      },
      // A release that can't be pulled any more can't be rolled back to.
      { protect },
    );
    this.makeEach("lifecycle", repository, { repository: made.name, policy: renderLifecycle(lifecycle) });
    if (readers.length > 0) {
      this.makeEach("readers", repository, { repository: made.name, policy: renderReaders(readers) });
    }
    return made;
  }
}

function logicalName(image: string): string {
  return image.replaceAll("_", "-");
}
