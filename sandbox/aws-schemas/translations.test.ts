import { describe, expect, it } from "vitest";
import { kindOf, TYPES } from "../providers/aws/kinds";
import { TRANSLATIONS, WITHOUT_SCHEMA } from "./translations";

describe("the translations for CloudFormation", () => {
  it("are of every type that the stand-in knows, but for those that are listed as without a schema", () => {
    const known = [...Object.keys(TRANSLATIONS), ...Object.keys(WITHOUT_SCHEMA)];
    expect([...known].sort()).toEqual([...TYPES].sort());
  });

  it.each(Object.entries(TRANSLATIONS))("of %s speak of inputs that the type has", (type, translation) => {
    const { names = {}, omitted = {}, documents = [], free = [] } = translation;
    const told = [...Object.keys(names), ...Object.keys(omitted), ...documents, ...free];
    const inputs = ["tagsAll", ...Object.keys(kindOf(type).inputs.shape)];
    expect(told.filter((path) => !inputs.includes(path.split(".")[0] ?? ""))).toEqual([]);
  });
});
