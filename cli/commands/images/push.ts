import { UserError } from "../../../engine/user-error";
import { SERVICE_REPOSITORIES } from "../../../infra/registry/repositories";
import { databaseToolsSpec } from "../../../sandbox/images/specs";
import { packageSpecs } from "../../../sandbox/images/third-party";
import type { AwsStack } from "../../../stacks/names";
import { demandAccount } from "../../account/caller";
import { accountEnvironment } from "../../account/environment";
import { alone } from "../../alone";
import { ROOT } from "../../folders";
import { EnvironmentRegistry, registryOf } from "../../images/ecr";
import type { NeededImage } from "../../images/needed";
import { withPacking } from "../../images/open-packing";
import type { PackerKind } from "../../images/packers";
import { type PushedImage, pushImages } from "../../images/push";
import { imagesOf } from "../../images/stack-images";
import { localSpecs } from "../../local-images";
import { demandOwnAccount } from "../../preflight/placeholders";
import { releaseOf } from "../../release/stack-file";
import { runSteps } from "../../steps";
import { table } from "../../table";
import { upCommand } from "../../up-command";

export interface PushOptions {
  /** @default - what this machine has */
  readonly with?: PackerKind;
  /** Whether images of services are left out: they were built from their own commits. */
  readonly tools?: boolean;
}

/** `images push`: brings every image that an environment needs into its registry, and leaves what is there as it is. */
export async function push(stack: AwsStack, { with: by, tools = false }: PushOptions): Promise<void> {
  const environment = accountEnvironment(ROOT, stack);
  const images = imagesOf(stack).filter(({ repository }) => !tools || !SERVICE_REPOSITORIES.includes(repository));
  demandOwnAccount(ROOT, stack);
  await demandAccount(environment.platform);
  const account = new EnvironmentRegistry(environment);
  await demandRepositories(stack, account, images);
  const registry = registryOf(environment);
  let pushed: readonly PushedImage[] = [];
  await alone(() =>
    runSteps([
      {
        title: "Images",
        run: async (say) => {
          pushed = await pushAll(stack, images, { registry, account, by, say });
          const counts = (["there", "copied", "packed"] as const).map(
            (what) => `${pushed.filter((one) => one.what === what).length} ${WORDS[what]}`,
          );
          return `Images in ${registry}: ${counts.join(", ")}`;
        },
      },
    ]),
  );
  const rows = pushed.map(({ image, digest, what }) => [`${image.repository}:${image.tag}`, WORDS[what], digest]);
  console.log(
    table(rows)
      .map((line) => `  ${line}`)
      .join("\n"),
  );
}

const WORDS = { there: "there already", copied: "copied", packed: "packed here" } as const;

/** @throws {UserError} if the program has not made them yet */
async function demandRepositories(
  stack: AwsStack,
  account: EnvironmentRegistry,
  images: readonly NeededImage[],
): Promise<void> {
  const missing = await account.missingRepositories([...new Set(images.map(({ repository }) => repository))]);
  if (missing.length > 0) {
    throw new UserError(
      `the program makes the repositories, and these are not there yet: ${missing.join(", ")}. Bring up the first part ` +
        `(docs/first-up.md): ${upCommand(stack, "foundation")}. Nothing was pushed.`,
    );
  }
}

interface PushPlace {
  readonly registry: string;
  readonly account: EnvironmentRegistry;
  readonly by: PackerKind | undefined;
  readonly say: (line: string) => void;
}

async function pushAll(
  stack: AwsStack,
  images: readonly NeededImage[],
  { registry, account, by, say }: PushPlace,
): Promise<readonly PushedImage[]> {
  const login = await account.login();
  const places = [registry, ...images.flatMap(({ source }) => (source.kind === "promoted" ? [source.from] : []))];
  const specs = () => [...localSpecs(releaseOf(stack)), databaseToolsSpec(), ...packageSpecs()];
  return withPacking({ places, login, specs, by, say }, ({ registries, packer }) =>
    pushImages(images, {
      registry,
      registries,
      say,
      prepare: async () => {
        await packer();
      },
      pack: async (image, to) => (await packer()).pack(image, to),
    }),
  );
}
