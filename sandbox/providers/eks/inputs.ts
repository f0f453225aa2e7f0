import type { Inputs } from "@pulumi/pulumi";

interface Expected {
  /** What may be given. */
  readonly known: readonly string[];
  /** What has to be given with one value only, because the stand-in does nothing else; of an object, what is named. */
  readonly demanded: Inputs;
  /** What has to be given. */
  readonly required: readonly string[];
}

/** @throws {Error} that names what a component was given, or was not, and the stand-in can't do */
export function demandInputs(type: string, inputs: Inputs, { known, demanded, required }: Expected): void {
  const given = Object.keys(inputs).filter((input) => inputs[input] !== undefined);
  const unknown = given.filter((input) => !known.includes(input));
  const others = Object.entries(demanded)
    .filter(([input, value]) => !agrees(inputs[input], value))
    .map(([input, value]) => `${input}: ${JSON.stringify(value)}`);
  const missing = required.filter((input) => !given.includes(input));
  const problems = [
    ...(unknown.length > 0 ? [`${unknown.join(", ")} is not known; it knows ${known.join(", ")}`] : []),
    ...(others.length > 0 ? [`it can do with nothing but ${others.join(", ")}`] : []),
    ...(missing.length > 0 ? [`${missing.join(", ")} is required here`] : []),
  ];
  if (problems.length > 0) {
    throw new Error(`${type} can't be rehearsed by the stand-in for EKS: ${problems.join("; ")}`);
  }
}

function agrees(given: unknown, demanded: unknown): boolean {
  if (typeof demanded !== "object" || demanded === null || typeof given !== "object" || given === null) {
    return given === demanded;
  }
  return Object.entries(demanded).every(([key, value]) => agrees((given as Record<string, unknown>)[key], value));
}
