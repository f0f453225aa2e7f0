import { expect } from "vitest";

import { isObject, textAt, type Json, type JsonObject } from "../../wire/json";
import type { Bystander } from "./bystander";
import { secret, type Case, type Expectation, type Meanwhile, type Step } from "./case";
import { Resource, type Result } from "./resource";
import { Refusal, type Session } from "./session";

/** The value with the case's namespace put in. */
export function placed<T>(value: T, namespace: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll("{namespace}", namespace)) as T;
}

function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split(".")
    .reduce<Json | undefined>(
      (current, step) =>
        isObject(current) ? current[step] : Array.isArray(current) ? current[Number(step)] : undefined,
      value,
    );
}

const secretMark = Object.entries(secret(null)).filter(([key]) => key !== "value");

function expectSecret(outputs: JsonObject | undefined, path: string): void {
  const value = at(outputs, path);
  expect(isObject(value) && secretMark.every(([key, mark]) => value[key] === mark), `${path} is secret`).toBe(true);
}

async function meanwhile(bystander: Bystander, { how, object }: Meanwhile): Promise<void> {
  switch (how) {
    case "create":
      return bystander.create(object);
    case "merge":
      return bystander.merge(object);
    case "report":
      return bystander.report(object);
    case "delete":
      // A definition takes its time to go, and nothing here waits for it.
      return bystander.delete(object, object.kind !== "CustomResourceDefinition");
  }
}

async function perform(resource: Resource, bystander: Bystander, step: Step): Promise<Result> {
  switch (step.do) {
    case "up": {
      const [result] = await Promise.all([
        resource.up(step.inputs, step.timeout),
        step.during ? meanwhile(bystander, step.during) : undefined,
      ]);
      return result;
    }
    case "preview":
      return resource.preview(step.inputs);
    case "refresh":
      return resource.refresh();
    case "destroy":
      return resource.destroy(step.timeout);
    case "import":
      return resource.import(step.id);
    case "meanwhile":
      await meanwhile(bystander, step);
      return {};
  }
}

function expectRefusal(error: unknown, expected: Expectation): void {
  if (!(error instanceof Refusal) || !expected.refused) throw error;
  for (const part of expected.refused) expect(error.message).toContain(part);
  for (const part of expected.unsaid ?? []) expect(error.message).not.toContain(part);
  if (expected.kept !== undefined) expect(error.kept !== undefined, "kept in the state").toBe(expected.kept);
}

function expectResult(result: Result, expected: Expectation): void {
  expect(expected.refused, "the step was to be refused and was not").toBeUndefined();
  if (expected.operation !== undefined) expect(result.operation).toBe(expected.operation);
  if (expected.diff) expect(result.diff).toEqual(expected.diff);
  if (expected.id !== undefined) expect(result.state?.id ?? "").toBe(expected.id);
  if (expected.inputs) expect(result.state?.inputs).toMatchObject(expected.inputs);
  if (expected.outputs) expect(result.state?.outputs).toMatchObject(expected.outputs);
  for (const path of expected.secret ?? []) expectSecret(result.state?.outputs, path);
}

/** The object that a case is about: what its last step wrote, under the name that it got. */
function subject(step: Step, known: JsonObject): JsonObject {
  return "inputs" in step && textAt(step.inputs, "metadata", "name") !== "" ? step.inputs : known;
}

async function expectLive(bystander: Bystander, object: JsonObject, expected: Expectation): Promise<void> {
  if (expected.live === undefined && !expected.without) return;
  const live = await bystander.look(object);
  if (expected.live === null) expect(live).toBeUndefined();
  else if (expected.live) expect(live).toMatchObject(expected.live);
  for (const path of expected.without ?? []) expect(at(live, path), `${path} is absent`).toBeUndefined();
}

/** Runs the steps of a case one after the other and looks at what each does. */
export async function run(session: Session, bystander: Bystander, raw: Case, namespace: string): Promise<void> {
  const steps = placed(raw.steps, namespace);
  const resource = new Resource(session, raw.token, placed(raw.logicalName ?? "subject", namespace));
  let known: JsonObject = {};
  try {
    for (const step of steps) {
      const expected: Expectation = ("expect" in step ? step.expect : undefined) ?? {};
      known = subject(step, known);
      const outcome = await perform(resource, bystander, step).catch((error: unknown) => ({ error }));
      if ("error" in outcome) expectRefusal(outcome.error, expected);
      else expectResult(outcome, expected);
      await expectLive(bystander, known, expected);
    }
  } finally {
    await resource.cleanUp();
  }
}
