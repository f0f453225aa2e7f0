import { UserError } from "../../../engine/user-error";
import type { AwsStack } from "../../../stacks/names";
import { demandAccount } from "../../account/caller";
import { accountEnvironment } from "../../account/environment";
import { stepOutput } from "../../ci/step-output";
import { ROOT } from "../../folders";
import { EnvironmentRegistry, registryOf } from "../../images/ecr";
import { imagesOf } from "../../images/stack-images";

/** `ci images`: tells later steps of a workflow which images an environment pulls, by digest. */
export async function images(stack: AwsStack): Promise<void> {
  const environment = accountEnvironment(ROOT, stack);
  await demandAccount(environment.platform);
  const registry = new EnvironmentRegistry(environment);
  const found = await Promise.all(
    imagesOf(stack).map(async ({ repository, tag }) => {
      const digest = await registry.digestOf({ repository, tag });
      if (digest === undefined) {
        throw new UserError(
          `${repository}:${tag} is not in the registry of ${stack}; npx thoughts images push ${stack}.`,
        );
      }
      return { service: `${repository}-${tag}`, name: `${registryOf(environment)}/${repository}`, digest };
    }),
  );
  console.log(found.map(({ name, digest }) => `${name}@${digest}`).join("\n"));
  stepOutput("images", JSON.stringify(found));
}
