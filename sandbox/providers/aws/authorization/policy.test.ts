import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../wire/json";
import { parsePolicy, type PolicyKind } from "./policy";

const STATEMENT: JsonObject = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

function parse(changes: JsonObject, kind: PolicyKind = "identity") {
  return parsePolicy(kind, "deploy", { Version: "2012-10-17", Statement: { ...STATEMENT, ...changes } });
}

describe("a policy document", () => {
  it("is read from its text, one statement or a list, single values or lists", () => {
    const policy = parsePolicy(
      "identity",
      "deploy",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: { Sid: "Read", Effect: "Allow", Action: "s3:Get*", NotResource: ["a", "b"] },
      }),
    );
    expect(policy.statements).toEqual([
      {
        name: "Read",
        effect: "Allow",
        actions: { listed: true, patterns: ["s3:Get*"] },
        resources: { listed: false, patterns: ["a", "b"] },
        principals: [],
        conditions: [],
        variables: true,
      },
    ]);
  });

  it("knows no variables in the version that it has without one", () => {
    const [statement] = parsePolicy("identity", "deploy", { Statement: STATEMENT }).statements;
    expect(statement?.variables).toBe(false);
  });

  it.each<[string, JsonObject, string]>([
    ["an element that there is not", { Actions: "s3:*" }, 'Unrecognized key: "Actions"'],
    ["NotPrincipal, which is not judged", { NotPrincipal: "*" }, 'Unrecognized key: "NotPrincipal"'],
    ["an effect that there is not", { Effect: "Permit" }, "Effect"],
    ["both Action and NotAction", { NotAction: "s3:*" }, "Action and its NotAction are both given. Give one of them."],
    ["a principal of an identity", { Principal: "*" }, "Principal is given in a policy of an identity."],
    ["an action without a service", { Action: "GetObject" }, "the action GetObject is not `service:Action`"],
    ["a wildcard for a service", { Action: "s*:GetObject" }, "the action s*:GetObject is not `service:Action`"],
    [
      "a resource of any service",
      { Resource: "arn:aws:*:::x" },
      "the resource arn:aws:*:::x has a wildcard for its service.",
    ],
    ["an operator that there is not", { Condition: { StringIs: { "aws:x": "y" } } }, "operator StringIs is not known"],
  ])("is refused with %s", (_, changes, message) => {
    expect(() => parse(changes)).toThrow(message);
  });

  it("of a resource says whom it is about, and may leave out the resource", () => {
    expect(() => parse({}, "resource")).toThrow("Principal is missing.");
    const document = { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "111122223333" } } };
    expect(parsePolicy("resource", "trust", document).statements[0]?.principals).toEqual(["111122223333"]);
    expect(() => parsePolicy("identity", "deploy", { Statement: { Effect: "Allow", Action: "s3:*" } })).toThrow(
      "neither Resource nor NotResource is given",
    );
  });
});
