import { describe, expect, it } from "vitest";
import { type FieldChange, NOT_KNOWN } from "../../engine/pulumi/change";
import { reportedFields } from "./fields";
import { Mask } from "./mask";

const fieldsOf = (...fields: readonly FieldChange[]) => reportedFields(fields, { mask: new Mask([]), open: true });

describe("a field that differs", () => {
  it("is a field for each value in it that differs", () => {
    const before = { limits: { cpu: "70m", memory: "64Mi" }, image: "a" };
    const after = { limits: { cpu: "70m", memory: "96Mi" }, probe: 5 };
    expect(fieldsOf({ path: ["spec"], before, after })).toEqual([
      { path: "spec.limits.memory", before: "64Mi", after: "96Mi" },
      { path: "spec.image", before: "a" },
      { path: "spec.probe", after: "5" },
    ]);
  });

  it("may be known only once something is made", () => {
    expect(fieldsOf({ path: ["url"], before: "http://a", after: NOT_KNOWN })).toEqual([
      { path: "url", before: "http://a", after: "(not yet known)" },
    ]);
  });

  it("is no secret where it only says whether there is one", () => {
    const path = ["spec", "automountServiceAccountToken"];
    expect(fieldsOf({ path, before: false, after: true })).toEqual([
      { path: "spec.automountServiceAccountToken", before: "false", after: "true" },
    ]);
    expect(fieldsOf({ path: ["env", "SESSION_SECRET", "value"], before: "a", after: "b" })).toEqual([
      { path: "env.SESSION_SECRET.value", before: "(secret)", after: "(secret)" },
    ]);
  });

  it("that is long is cut around the place where it begins to differ", () => {
    const long = (end: string) => `${"a".repeat(500)}${end}${"z".repeat(500)}`;
    const [{ before = "", after = "" } = {}] = fieldsOf({ path: ["script"], before: long("ONE"), after: long("TWO") });
    expect(before).toMatch(/^…a{20}ONEz+…$/);
    expect(after).toMatch(/^…a{20}TWOz+…$/);
  });

  it("is on one line", () => {
    expect(fieldsOf({ path: ["text"], before: "a\nb", after: "a\tb\u202e" })).toEqual([
      { path: "text", before: "a\\nb", after: "a\\tb\\u202e" },
    ]);
  });

  it("is one of very many: the others are counted", () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key${index}`, index]));
    expect(fieldsOf({ path: ["data"], before: {}, after: many }).at(-1)).toEqual({ path: "and 800 more fields" });
  });
});
