import { UserError } from "../../../engine/user-error";
import type { AwsStack } from "../../../stacks/names";
import { demandAccount } from "../../account/caller";
import { accountEnvironment } from "../../account/environment";
import { alone } from "../../alone";
import { ROOT } from "../../folders";
import { EnvironmentRegistry, registryOf } from "../../images/ecr";
import type { NeededImage } from "../../images/needed";
import { type Packer, packerFor } from "../../images/packing";
import { type PushedImage, pushImages } from "../../images/push";
import { RegistryClient } from "../../images/registry-client";
import { imagesOf } from "../../images/stack-images";
import { interruptible } from "../../interruption";
import { demandOwnAccount } from "../../preflight/placeholders";
import { runSteps } from "../../steps";
import { table } from "../../table";
import { craneFor } from "../../tools";
import { upCommand } from "../../up-command";

/** `images push`: brings every image that an environment needs into its registry, and leaves what is there as it is. */
export async function push(stack: AwsStack): Promise<void> {
  const environment = accountEnvironment(ROOT, stack);
  const images = imagesOf(stack);
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
          pushed = await pushAll(stack, images, { registry, account, say });
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

async function pushAll(
  stack: AwsStack,
  images: readonly NeededImage[],
  { registry, account, say }: { registry: string; account: EnvironmentRegistry; say: (line: string) => void },
): Promise<readonly PushedImage[]> {
  const crane = await craneFor(say);
  const login = await account.login();
  // One password holds for the registries of all accounts that let this one in.
  const names = [registry, ...images.flatMap(({ source }) => (source.kind === "promoted" ? [source.from] : []))];
  const hosts = names.map((name) => name.split("/")[0] ?? "");
  const registries = new RegistryClient({
    tool: crane,
    logins: Object.fromEntries(hosts.map((one) => [one, login])),
    say,
  });
  let packer: Packer | undefined;
  const close = async () => {
    registries.close();
    await packer?.close();
  };
  const work = () =>
    pushImages(images, {
      registry,
      registries,
      say,
      prepare: async () => {
        packer = await packerFor(stack, crane, registries.configFolder);
      },
      pack: async (image, to) => packer?.pack(image, to),
    });
  try {
    return await interruptible(close, work);
  } finally {
    await close();
  }
}
