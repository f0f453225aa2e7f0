import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AnyComponent, Transforming } from "./testing/any-component";
import { EVERY_COMPONENT } from "./testing/every-component";
import { record, type Recorded } from "./testing/recording";

/** A child of a component, as `nodes` has it. */
interface Node {
  readonly role: string;
  /** @default - undefined where its role is that of one child */
  readonly key?: string;
  readonly resource: pulumi.Resource;
}

type Make = (typeof EVERY_COMPONENT)[string][number];

interface Built {
  readonly component: AnyComponent;
  readonly resources: readonly Recorded[];
}

async function build(make: Make, transform?: object): Promise<Built> {
  const made: AnyComponent[] = [];
  const { resources } = await record(() => {
    const namespace = new k8s.core.v1.Namespace("namespace");
    const providers = [
      new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] }),
      new k8s.Provider("kubernetes", { context: "c" }),
      new eks.Provider("eks"),
    ];
    made.push(make({ transform } as Transforming, { providers, deletedWith: namespace }));
  });
  const [component] = made;
  if (component === undefined) throw new Error("nothing was made");
  return { component, resources };
}

function nodesOf({ nodes }: AnyComponent): readonly Node[] {
  return Object.entries(nodes).flatMap(([role, node]: [string, pulumi.Resource | Record<string, pulumi.Resource>]) =>
    pulumi.Resource.isInstance(node)
      ? [{ role, resource: node }]
      : Object.entries(node).map(([key, resource]) => ({ role, key, resource })),
  );
}

/** The logical names of all that can be reached from a component. */
async function reachable(component: AnyComponent): Promise<readonly string[]> {
  const names = nodesOf(component).map(async ({ resource }) => [
    await nameOf(resource),
    ...("nodes" in resource ? await reachable(resource as AnyComponent) : []),
  ]);
  return (await Promise.all(names)).flat();
}

async function nameOf({ urn }: pulumi.Resource): Promise<string> {
  return (await new Promise<string>((resolve) => urn.apply(resolve))).split("::").at(-1) ?? "";
}

/** Whatever is below a resource, and itself. */
function below(name: string, resources: readonly Recorded[]): readonly Recorded[] {
  const children = resources.filter(({ parent }) => parent === name);
  return [
    ...resources.filter((resource) => resource.name === name),
    ...children.flatMap((child) => below(child.name, resources)),
  ];
}

/** Says something in an annotation, or else in the first of the arguments, whatever it is for; what it depends on stays. */
function marked(args: Readonly<Record<string, unknown>>, mark: string): object {
  if ("metadata" in args) {
    return { metadata: { annotations: { mark } } };
  }
  const [field = ""] = Object.keys(args);
  const given = args[field];
  return { [field]: typeof given === "string" ? mark : pulumi.all([given]).apply(() => mark) };
}

const markOf = ({ role, key = "" }: Omit<Node, "resource">) => `mark of ${role} ${key}.`;

/** A transform for each role that a component has made something of. */
function markAll(nodes: readonly Node[]): object {
  const transforms = nodes.map(({ role, resource }) => {
    const opts = pulumi.CustomResource.isInstance(resource) ? { opts: { ignoreChanges: ["marked"] } } : {};
    const transform = (args: object, key?: string) => ({ args: marked({ ...args }, markOf({ role, key })), ...opts });
    return [role, transform] as const;
  });
  return Object.fromEntries(transforms);
}

/** What no transform may take from a child. */
function keptOf({ name, parent, provider, deletedWith, protect, dependsOn }: Recorded): object {
  return { name, parent, provider, deletedWith, protect, dependsOn: expect.arrayContaining([...dependsOn]) as unknown };
}

const CONFIGURATIONS = Object.entries(EVERY_COMPONENT).flatMap(([name, makes]) =>
  makes.map((make, index) => [makes.length > 1 ? `${name} (${index + 1})` : name, make] as const),
);

describe("every component", () => {
  it("is tried here: whoever adds one adds it to components/testing/every-component.ts", () => {
    expect(Object.keys(EVERY_COMPONENT).sort()).toEqual(componentsInSources());
  });

  it("is tried with all the roles that a child of it can have", async () => {
    const made = new Map<string, Set<string>>();
    for (const [, make] of CONFIGURATIONS) {
      const { component } = await build(make);
      // The tools share their roles: one has a Secret, another has an Ingress.
      const roles = component.roles.join(", ");
      const known = made.get(roles) ?? new Set();
      nodesOf(component).forEach(({ role }) => known.add(role));
      made.set(roles, known);
    }
    for (const [roles, tried] of made) {
      expect(roles.split(", ").filter((role) => !tried.has(role))).toEqual([]);
    }
  });

  describe.each(CONFIGURATIONS)("%s", (_, make) => {
    it("has all that is below it in its nodes", async () => {
      const { component, resources } = await build(make);

      const reached = await reachable(component);
      const children = below("it", resources).filter(({ name }) => name !== "it");
      expect(children).not.toEqual([]);
      expect(children.map(({ name }) => name).filter((name) => !reached.includes(name))).toEqual([]);
    });

    it("can have each child transformed, and takes nothing from it", async () => {
      const plain = await build(make);
      const nodes = nodesOf(plain.component);
      const { resources } = await build(make, markAll(nodes));

      for (const node of nodes) {
        const name = await nameOf(node.resource);
        const all = below(name, resources);
        expect(JSON.stringify(all.map(({ inputs }) => inputs)), name).toContain(markOf(node));
        if (pulumi.CustomResource.isInstance(node.resource)) {
          expect(all[0]?.ignoreChanges, name).toContain("marked");
        }
      }
      expect(resources).toHaveLength(plain.resources.length);
      for (const resource of plain.resources) {
        expect(resources).toContainEqual(expect.objectContaining(keptOf(resource)));
      }
    });
  });
});

/** The classes that somebody can make one of, and that descend from `Component`: a new one has to be tried here too. */
function componentsInSources(): readonly string[] {
  const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" });
  const sources = files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(__dirname, file), "utf8"));
  const classes = [...sources.join("\n").matchAll(/^(?:export )?(abstract )?class (\w+)(?:<.*?>)? extends (\w+)/gm)];
  const parents = new Map(classes.map(([, , name, parent]) => [name, parent]));
  const descends = (name: string | undefined): boolean =>
    name !== undefined && (name === "Component" || descends(parents.get(name)));
  return classes.flatMap(([, abstract, name]) => (!abstract && name && descends(name) ? [name] : [])).sort();
}
