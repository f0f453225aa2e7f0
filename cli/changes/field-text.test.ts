import { describe, expect, it } from "vitest";
import type { FieldChange } from "../../engine/pulumi/change";
import { fieldTexts } from "./field-text";

const CONTAINER = ["spec", "template", "spec", "containers", "frontend"];

function field(path: readonly string[], before: unknown, after: unknown): FieldChange {
  return { path, before, after };
}

const texts = (...fields: readonly FieldChange[]) => fieldTexts(fields, { longest: 60 });

describe("a field that differs", () => {
  it.each([
    ["by its value before and after", ["spec", "replicas"], 2, 3, "replicas 2 → 3"],
    [
      "without the domain of a label",
      ["metadata", "labels", "app.kubernetes.io/version"],
      "v1",
      "v2",
      "version v1 → v2",
    ],
    ["by the name of a variable", [...CONTAINER, "env", "LEVEL", "value"], "info", "debug", "LEVEL info → debug"],
    ["without an index", [...CONTAINER, "args", "3"], "-a", "-b", "args -a → -b"],
    [
      "by the tags of two images",
      [...CONTAINER, "image"],
      "host.example/web:v1",
      "host.example/web:v2",
      "image v1 → v2",
    ],
    [
      "by what of two addresses differs",
      ["url"],
      "http://a.example/",
      "http://b.example/",
      "url a.example/ → b.example/",
    ],
    ["by what it is the name of", ["volumes", "config", "configMap", "name"], "a-1", "b-2", "configMap.name a-1 → b-2"],
    ["by its own name", ["metadata", "name"], "a", "b", "name a → b"],
    ["as added", ["paused"], undefined, true, "paused true added"],
    ["as removed", ["paused"], true, undefined, "paused removed"],
    ["as changed, if it is long", ["text"], "a".repeat(33), "b", "text changed"],
    ["as changed, if it has lines", ["data", "rules.yaml"], "a\nb", "a\nc", "rules.yaml changed"],
    ["as changed, if it has parts", ["ports"], [1], [2], "ports changed"],
  ])("is said %s", (_, path, before, after, said) => {
    expect(texts(field(path, before, after))).toEqual([said]);
  });

  it("is said by digests, if the tags are the same", () => {
    const image = (digit: string) => `host.example/web:v1@sha256:${digit.repeat(64)}`;
    expect(texts(field(["image"], image("a"), image("b")))).toEqual(["image aaaaaaaaaaaa → bbbbbbbbbbbb"]);
  });

  it("is said by more of its path, where another one would be said the same way with other values", () => {
    const memory = (part: string, before: string, after: string) =>
      field([...CONTAINER, "resources", part, "memory"], before, after);
    expect(texts(memory("requests", "64Mi", "96Mi"), memory("limits", "128Mi", "192Mi"))).toEqual([
      "requests.memory 64Mi → 96Mi",
      "limits.memory 128Mi → 192Mi",
    ]);
    expect(texts(memory("requests", "64Mi", "96Mi"), memory("limits", "64Mi", "96Mi"))).toEqual(["memory 64Mi → 96Mi"]);
  });

  it("shows no secret, and nothing at all of what may not be shown", () => {
    const secret = [field(["data", "password"], "[secret]", "[secret]"), field(["token"], "[secret]", "plain")];
    expect(texts(...secret)).toEqual(["password changed", "token (secret) → plain"]);
    const shut = fieldTexts([field(["a"], "x", "y"), field(["b"], undefined, "z")], { longest: 60, open: false });
    expect(shut).toEqual(["a changed", "b added"]);
  });

  it("is not said by more characters than there are", () => {
    expect(fieldTexts([field(["host"], "a.example", "b.example")], { longest: 20 })).toEqual(["host changed"]);
  });
});
