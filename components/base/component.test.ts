import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { Component } from "./component";

class Pair extends Component {
  constructor(name: string, roles: readonly string[], opts: pulumi.ComponentResourceOptions = {}) {
    super("workload:Pair", name, opts);
    for (const role of roles) {
      new pulumi.ComponentResource("test:index:Child", this.child(role), {}, this.childOptions());
    }
    this.registerOutputs({ roles: [...roles] });
  }
}

describe("a component", () => {
  it("names its children after itself and their role, and is their parent", async () => {
    const { resources } = await record(() => new Pair("api", ["left", "right"]));

    expect(resources.map(({ name, parent }) => ({ name, parent }))).toEqual([
      { name: "api", parent: undefined },
      { name: "api-left", parent: "api" },
      { name: "api-right", parent: "api" },
    ]);
  });

  it("hands deletedWith down, which the engine does not", async () => {
    const { resources } = await record(() => {
      const namespace = new pulumi.ComponentResource("test:index:Namespace", "namespace");
      new Pair("api", ["left"], { deletedWith: namespace });
    });

    expect(resources.find(({ name }) => name === "api-left")?.deletedWith).toBe("namespace");
  });

  it("refuses an index as a role, because inserting an item would replace its neighbours", async () => {
    await expect(record(() => new Pair("api", ["0"]))).rejects.toThrow("a child's role is a word, not the index 0");
  });

  it("refuses two children with one role", async () => {
    await expect(record(() => new Pair("api", ["left", "left"]))).rejects.toThrow('two children have the role "left"');
  });
});
