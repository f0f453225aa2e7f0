import { byService, definitionOf, SERVICES } from "../../../infra/system";
import { imageSpecs } from "../../../sandbox/images/specs";
import { askGit } from "../../../stacks/committed-file";
import type { AwsStack } from "../../../stacks/names";
import { demandAccount } from "../../account/caller";
import { accountEnvironment } from "../../account/environment";
import { alone } from "../../alone";
import { stepOutput } from "../../ci/step-output";
import { cleanCommit } from "../../clean-commit";
import { ROOT } from "../../folders";
import { type BuiltImage, buildImages } from "../../images/build";
import { type BuildNames, buildNames } from "../../images/build-tags";
import { EnvironmentRegistry, registryOf } from "../../images/ecr";
import { demandMerged } from "../../images/merged";
import { withPacking } from "../../images/open-packing";
import type { PackerKind } from "../../images/packers";
import { demandOwnAccount } from "../../preflight/placeholders";
import { runSteps } from "../../steps";
import { table } from "../../table";

export interface BuildOptions {
  /** @default - what this machine has */
  readonly with?: PackerKind;
  /** The branch or tag that is built for, in full. @default - as GitHub Actions says, otherwise the branch here */
  readonly ref?: string;
}

/** `images build`: builds the services' images of this commit, and pushes them under its tags. */
export async function build(stack: AwsStack, { with: by, ref = refHere() }: BuildOptions): Promise<void> {
  const commit = cleanCommit(ROOT);
  demandMerged(ROOT, { commit, ref });
  const described = askGit(ROOT, ["describe", "--tags", "--match", "v*"]).trim();
  const names = buildNames({ commit, ref, described });
  const environment = accountEnvironment(ROOT, stack);
  demandOwnAccount(ROOT, stack);
  await demandAccount(environment.platform);
  const registry = registryOf(environment);
  const login = await new EnvironmentRegistry(environment).login();
  let built: readonly BuiltImage[] = [];
  await alone(() =>
    runSteps([
      {
        title: "Images",
        run: async (say) => {
          built = await builtIn(registry, { names, login, by, say });
          const made = built.filter(({ what }) => what === "built").length;
          return `Images of ${names.version} in ${registry}: ${made} built, ${built.length - made} there already`;
        },
      },
    ]),
  );
  console.log(linesOf(built).join("\n"));
  stepOutput(
    "images",
    JSON.stringify(
      built.map(({ service, repository, digest }) => ({ service, name: `${registry}/${repository}`, digest })),
    ),
  );
}

/** As GitHub Actions says it; otherwise what is checked out here. */
function refHere(): string {
  const { GITHUB_REF: ref } = process.env;
  return ref ?? askGit(ROOT, ["rev-parse", "--symbolic-full-name", "HEAD"]).trim();
}

interface BuildPlace {
  readonly names: BuildNames;
  readonly login: string;
  readonly by: PackerKind | undefined;
  readonly say: (line: string) => void;
}

async function builtIn(registry: string, { names, login, by, say }: BuildPlace): Promise<readonly BuiltImage[]> {
  const specs = () => imageSpecs(byService(() => ({ tag: names.version })));
  const services = SERVICES.map((service) => ({ service, repository: definitionOf(service).repository }));
  return withPacking({ places: [registry], login, specs, by, say }, ({ registries, packer }) =>
    buildImages(services, names, {
      registry,
      registries,
      say,
      pack: async (image, to) => (await packer()).pack(image, to),
    }),
  );
}

function linesOf(built: readonly BuiltImage[]): readonly string[] {
  const rows = built.map(({ repository, tags, what, digest }) => [
    `${repository}:${tags.join(", ")}`,
    what === "built" ? "built" : "there already",
    digest,
  ]);
  const kept = [...new Set(built.flatMap((image) => image.kept))];
  return [
    ...table(rows).map((line) => `  ${line}`),
    ...(kept.length === 0 ? [] : [`${kept.join(", ")} names an earlier build of this commit, and stays.`]),
  ];
}
