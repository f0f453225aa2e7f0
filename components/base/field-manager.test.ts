import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { fieldManager, lastingFieldManagers } from "./field-manager";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const MANAGER = { "pulumi.com/patchFieldManager": fieldManager("local", DEPLOYMENT, "frontend-deployment") };

function metadataOf(metadata: unknown, type = DEPLOYMENT): Promise<unknown> {
  // A transformation is given the resource before it is whole, and this one does not look at it.
  const resource = undefined as unknown as pulumi.Resource;
  const given = { resource, type, name: "frontend-deployment", props: { metadata }, opts: {} };
  const result = lastingFieldManagers("local")(given);
  return known(pulumi.output((result?.props as { readonly metadata?: unknown } | undefined)?.metadata));
}

function known<T>(output: pulumi.Output<T>): Promise<unknown> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

describe("the field manager of an object", () => {
  it("is the same in every run, and another for each stack, kind and resource", () => {
    const names = [
      fieldManager("local", DEPLOYMENT, "frontend-deployment"),
      fieldManager("demo-anna", DEPLOYMENT, "frontend-deployment"),
      fieldManager("local", DEPLOYMENT, "users-backend-deployment"),
      fieldManager("local", "kubernetes:core/v1:Service", "frontend-deployment"),
    ];
    expect(new Set(names).size).toBe(4);
    expect(fieldManager("local", DEPLOYMENT, "frontend-deployment")).toBe(names[0]);
  });

  it("has the form by which a conflict is known to be with an object of a program", () => {
    expect(fieldManager("local", DEPLOYMENT, "x".repeat(300))).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
  });

  it("is added to what an object is annotated with", async () => {
    const given = { name: "frontend", annotations: { a: "b" } };
    expect(await metadataOf(given)).toEqual({ name: "frontend", annotations: { a: "b", ...MANAGER } });
    expect(await metadataOf({ name: "frontend" })).toEqual({ name: "frontend", annotations: MANAGER });
  });

  it("is added to what is known only later", async () => {
    const later = { name: "frontend", annotations: pulumi.output({ a: "b" }) };
    const expected = { name: "frontend", annotations: { a: "b", ...MANAGER } };
    expect(await metadataOf(later)).toEqual(expected);
    expect(await metadataOf(pulumi.output(later))).toEqual(expected);
  });

  it("is given to nothing but objects of Kubernetes", async () => {
    expect(await metadataOf({ name: "a" }, "aws:ec2/vpc:Vpc")).toBeUndefined();
    expect(await metadataOf(undefined, "kubernetes:helm.sh/v3:Release")).toBeUndefined();
  });
});
