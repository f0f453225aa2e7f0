import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { record, type Recorded } from "../testing/recording";
import { each, optional, type Transformable } from "./children";
import { Component } from "./component";

interface LeafArgs {
  readonly colour: string;
}

/** A resource of some provider. */
class Leaf extends pulumi.CustomResource {
  constructor(name: string, args: LeafArgs, opts: pulumi.CustomResourceOptions = {}) {
    super("test:index:Leaf", name, { ...args }, opts);
  }
}

const CHILDREN = {
  root: Leaf,
  flower: optional(Leaf),
  twig: each(Leaf, (side) => `twig-${side}`),
};

interface PlantArgs extends Transformable<typeof CHILDREN> {
  readonly twigs?: readonly string[];
  readonly inBloom?: boolean;
}

class Plant extends Component<typeof CHILDREN> {
  constructor(name: string, args: PlantArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("workload:Plant", name, CHILDREN, args, opts);
    const root = this.make("root", { colour: "brown" });
    if (args.inBloom) {
      this.make("flower", { colour: "red" }, { protect: true });
    }
    for (const side of args.twigs ?? []) {
      this.makeEach("twig", side, { colour: "green" }, { dependsOn: root });
    }
    this.registerOutputs({});
  }
}

async function planted(args: PlantArgs): Promise<(name: string) => Recorded | undefined> {
  const { resources } = await record(() => {
    const ground = new pulumi.ComponentResource("test:index:Ground", "ground");
    new Plant("rose", args, { deletedWith: ground });
  });
  return (name) => resources.find((resource) => resource.name === name);
}

describe("a component", () => {
  it("names its children after itself and their role, and is their parent", async () => {
    const { resources } = await record(() => new Plant("rose", { inBloom: true, twigs: ["left", "right"] }));

    expect(resources.map(({ name, parent }) => ({ name, parent }))).toEqual([
      { name: "rose", parent: undefined },
      { name: "rose-root", parent: "rose" },
      { name: "rose-flower", parent: "rose" },
      { name: "rose-twig-left", parent: "rose" },
      { name: "rose-twig-right", parent: "rose" },
    ]);
  });

  it("hands deletedWith down, which the engine does not", async () => {
    expect((await planted({}))("rose-root")?.deletedWith).toBe("ground");
  });

  it("refuses an index as a key, because inserting an item would replace its neighbours", async () => {
    await expect(planted({ twigs: ["0"] })).rejects.toThrow('the key of a child "twig" is a word, not the index 0');
  });

  it("refuses two children with one name", async () => {
    await expect(planted({ twigs: ["left", "left"] })).rejects.toThrow('two children have the name "rose-twig-left"');
  });

  it("has all that it made by role, and nothing where it made nothing", async () => {
    const plants: Plant[] = [];
    await record(() => plants.push(new Plant("rose", { twigs: ["left"] }), new Plant("fern", {})));

    const [rose, fern] = plants;
    expect(Object.keys(rose?.nodes ?? {}).sort()).toEqual(["root", "twig"]);
    expect(rose?.nodes.twig.left).toBeInstanceOf(Leaf);
    expect(fern?.nodes.twig).toEqual({});
  });
});

describe("a transform", () => {
  it("changes what a child is made with, and is told the key of one of a list", async () => {
    const find = await planted({
      twigs: ["left", "right"],
      transform: {
        root: ({ colour }) => ({ args: { colour: `dark ${colour}` } }),
        twig: (_, side) => (side === "left" ? { args: { colour: "yellow" } } : {}),
      },
    });

    expect(find("rose-root")?.inputs).toEqual({ colour: "dark brown" });
    expect(find("rose-twig-left")?.inputs).toEqual({ colour: "yellow" });
    expect(find("rose-twig-right")?.inputs).toEqual({ colour: "green" });
  });

  it("adds to the options of a child, or replaces one, and takes none away", async () => {
    const find = await planted({
      inBloom: true,
      twigs: ["left"],
      transform: {
        flower: () => ({ opts: { protect: false } }),
        twig: () => ({ opts: { ignoreChanges: ["colour"] } }),
      },
    });

    expect(find("rose-flower")).toMatchObject({ parent: "rose", deletedWith: "ground", protect: false });
    expect(find("rose-twig-left")).toMatchObject({
      parent: "rose",
      deletedWith: "ground",
      dependsOn: ["rose-root"],
      ignoreChanges: ["colour"],
      inputs: { colour: "green" },
    });
  });

  it("for a child that is not made is an error that says which are", async () => {
    const flower = () => ({});
    await expect(planted({ transform: { flower } })).rejects.toThrow(
      'the transform of "flower" of rose reaches nothing: with its arguments it makes root. ' +
        "Name one of these, or take the transform out.",
    );
    await expect(planted({ transform: { flower, twig: flower } })).rejects.toThrow('"flower" and "twig" of rose');
  });

  it("that names no child, gives what the child does not take, or moves it, does not compile", () => {
    const wrong: readonly PlantArgs[] = [
      // @ts-expect-error: a plant has no leaf
      { transform: { leaf: () => ({}) } },
      // @ts-expect-error: a colour is a text
      { transform: { root: () => ({ args: { colour: 1 } }) } },
      // @ts-expect-error: what changes among the arguments is given back below `args`
      { transform: { root: (args) => args } },
      // @ts-expect-error: it stays below its component
      { transform: { root: () => ({ opts: { parent: undefined } }) } },
      // @ts-expect-error: a child that is not in a list has no key
      { transform: { root: (_: unknown, key: string) => ({ args: { colour: key } }) } },
    ];
    expect(wrong).toHaveLength(5);
  });
});
