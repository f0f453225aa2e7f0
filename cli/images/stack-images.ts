import type { AwsStack } from "../../stacks/names";
import { accountEnvironment } from "../account/environment";
import { ROOT } from "../folders";
import { registryOf } from "./ecr";
import { type NeededImage, neededImages } from "./needed";

/** The images that a stack of this clone needs. Production's services are those that were tested in staging. */
export function imagesOf(stack: AwsStack): readonly NeededImage[] {
  const tested = stack === "production" ? accountEnvironment(ROOT, "staging") : undefined;
  return neededImages(accountEnvironment(ROOT, stack), tested && registryOf(tested));
}
