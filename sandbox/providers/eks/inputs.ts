import type { Inputs } from "@pulumi/pulumi";

/** @throws {Error} that names what a component was given and the stand-in does not know */
export function demandKnown(type: string, inputs: Inputs, known: readonly string[]): void {
  const given = Object.keys(inputs).filter((input) => inputs[input] !== undefined);
  const unknown = given.filter((input) => !known.includes(input));
  if (unknown.length > 0) {
    throw new Error(
      `${type}: ${unknown.join(", ")} is not known to the stand-in for EKS, so it can't be rehearsed; ` +
        `it knows ${known.join(", ")}`,
    );
  }
}
