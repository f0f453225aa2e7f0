import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { withChanges } from "./changes";

describe("changes", () => {
  it("are merged into objects, however deep", () => {
    const given = { metadata: { name: "a", labels: { app: "a" } }, spec: { replicas: 1 } };

    expect(withChanges(given, { metadata: { labels: { tier: "web" } } })).toEqual({
      metadata: { name: "a", labels: { app: "a", tier: "web" } },
      spec: { replicas: 1 },
    });
    expect(given.metadata.labels).toEqual({ app: "a" });
  });

  it("replace lists and single values, and add what was not there", () => {
    expect(withChanges({ cidrs: ["a", "b"], days: 7 }, { cidrs: ["c"], days: 8, tags: { owner: "me" } })).toEqual({
      cidrs: ["c"],
      days: 8,
      tags: { owner: "me" },
    });
  });

  it("take out what is undefined in them", () => {
    expect(withChanges({ labels: { app: "a", tier: "web" } }, { labels: { tier: undefined } })).toEqual({
      labels: { app: "a", tier: undefined },
    });
  });

  it("are merged into what is known later, and leave a secret one", async () => {
    const later = withChanges({ data: pulumi.secret({ user: "u" }) }, { data: { password: "p" } });

    const { data } = later as { readonly data: pulumi.Output<unknown> };
    expect(await pulumi.isSecret(data)).toBe(true);
    expect(await new Promise((resolve) => data.apply(resolve))).toEqual({ user: "u", password: "p" });
  });

  it("replace a resource instead of merging into it", () => {
    const resource = Object.create({ urn: "a" }) as object;

    expect(withChanges({ vpc: { id: "old" } }, { vpc: resource })).toEqual({ vpc: resource });
  });
});
