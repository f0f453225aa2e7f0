import * as pulumi from "@pulumi/pulumi";
import type { SharedEnvironment } from "../infra/offer";

/** The output of a stack that says what others may use of it. */
export const OFFER = "offer";

interface Details {
  readonly value?: SharedEnvironment;
  /** With a kubeconfig in it, which is kept a secret. */
  readonly secretValue?: SharedEnvironment;
}

/**
 * What another stack lets this one use.
 * @param project of both stacks, with their organization: `organization/thoughts`
 * @throws {pulumi.RunError} if it lets nobody use anything, or is not up
 */
export async function readSource(project: string, stack: string): Promise<SharedEnvironment> {
  const reference = new pulumi.StackReference("source", { name: `${project}/${stack}` });
  const details: Details = await reference.getOutputDetails(OFFER);
  const offer = details.value ?? details.secretValue;
  if (offer === undefined) {
    throw new pulumi.RunError(
      `stack ${stack} lets no other environment use its cluster: it is not up, or was brought up before it could. ` +
        `Bring it up first: ${stack === "local" ? "npm run up" : `pulumi up -s ${stack}`}.`,
    );
  }
  return offer;
}
