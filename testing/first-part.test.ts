import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { tagsRequired } from "../policies/rules/tags-required";
import { AWS_STACKS } from "../stacks/names";
import { recordStack } from "../stacks/testing/graph";

// The engine asks the rules about what `--exclude` leaves out as well, with the inputs that the program gave: the provider has
// not put its tags into them.
describe("the first part of a first up", () => {
  it.each(AWS_STACKS)("of %s is not refused for tags of what it leaves out", async (stack) => {
    const { resources } = await recordStack(stack);
    const providers = new Map(resources.map(({ name, inputs }) => [name, { props: inputs }]));
    const said: string[] = [];
    for (const { type, name, inputs: props, provider = "" } of resources.filter(({ custom }) => custom)) {
      const args = { type, name, props, provider: providers.get(provider) } as unknown;
      const report = (message: string) => said.push(`${name}: ${message}`);
      await (tagsRequired.validateResource as ResourceValidation)(args as ResourceValidationArgs, report);
    }
    expect(resources.length).toBeGreaterThan(300);
    expect(said).toEqual([]);
  });
});
