import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type Difference, differenceOf } from "../../release/difference";
import { type Graph, graphOf } from "./graph";
import { committedConfig } from "./settings";

/** File texts by name. */
export type Files = ReadonlyMap<string, string>;

/** The stacks that are committed as what they have otherwise than another one. */
const BASES: Readonly<Record<string, string>> = {
  staging: "production",
  "bootstrap-staging": "bootstrap-production",
};

/** Where the committed graph of a stack lies: one file a component, so that a change shows where it is. */
function folderOf(stack: string): string {
  return join(__dirname, "..", "expected", stack);
}

/** What is to be committed of a stack. */
export async function expectedOf(stack: string): Promise<Files> {
  const graph = await graphOf(stack);
  const base = BASES[stack];
  const files: ReadonlyMap<string, unknown> =
    base === undefined ? graph : difference(stack, graph, base, await graphOf(base));
  return new Map([...files].map(([component, content]) => [`${component}.yaml`, text(content)]));
}

/** What a component has otherwise, for those that do. */
function difference(stack: string, graph: Graph, base: string, baseGraph: Graph): ReadonlyMap<string, Difference> {
  const sides = { base, other: stack };
  const components = [...new Set([...baseGraph.keys(), ...graph.keys()])].sort();
  const differences = components.map(
    (component) =>
      [
        component,
        differenceOf(
          withoutName(base, baseGraph.get(component) ?? {}),
          withoutName(stack, graph.get(component) ?? {}),
          sides,
        ),
      ] as const,
  );
  return new Map(differences.filter(([, found]) => Object.keys(found).length > 0));
}

/** The environment's own name and account, which are in hundreds of names, are not what two environments differ in. */
function withoutName(stack: string, resources: Readonly<Record<string, unknown>>): unknown {
  const environment = stack.replace(/^bootstrap-/, "");
  const account = String(committedConfig(stack).thoughts.account);
  const named = text(resources).replaceAll(environment, "<environment>").replaceAll(account, "<account>");
  return parse(named);
}

function text(content: unknown): string {
  return stringify(content, { sortMapEntries: true, lineWidth: 0 });
}

export function readExpected(stack: string): Files {
  const folder = folderOf(stack);
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

export function writeExpected(stack: string, files: Files): void {
  const folder = folderOf(stack);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of files) {
    writeFileSync(join(folder, file), content);
  }
}
