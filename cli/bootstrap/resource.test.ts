import { describe, expect, it } from "vitest";
import { missing, resourcesOf } from "./resource";

describe("a state", () => {
  const zone = { urn: "urn:pulumi:s::p::aws:route53/zone:Zone::zone", id: "Z1" };
  const component = { urn: "urn:pulumi:s::p::thoughts:network:PublicZone::zone" };

  it("without a first run has no resources", () => {
    expect(resourcesOf({ version: 3, deployment: null })).toEqual([]);
    expect(resourcesOf({ version: 3, deployment: { manifest: {} } })).toEqual([]);
  });

  it("lacks what another one has, and what it has by another id", () => {
    expect(missing([zone, component], [component, zone])).toEqual([]);
    expect(missing([zone, component], [zone])).toEqual([component]);
    expect(missing([zone], [{ ...zone, id: "Z2" }, component])).toEqual([zone]);
  });
});
