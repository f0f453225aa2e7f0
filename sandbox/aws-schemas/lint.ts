import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Made } from "../providers/aws/made";
import { at } from "../providers/wire/json";
import { pythonWithPackages } from "../python/packages";
import { type Template, templateOf } from "./template";

/** Something that AWS would refuse, by its own schemas. */
export interface Finding {
  /**
   * The rule of cfn-lint: `E3031`, a pattern; or `read-only`.
   * @see https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md
   */
  readonly rule: string;
  /** What it speaks of: the names of resources in the program, and the property as CloudFormation has it. */
  readonly where: string;
  readonly message: string;
}

interface Match {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

const LINT = "import sys; from cfnlint.runner import main; sys.exit(main())";
/** What only AWS may say of a type. cfn-lint has a rule of it, E3040, which finds nothing in version 1.58. */
const READ_ONLY = `import json, sys
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER as schemas
region, *types = sys.argv[1:]
of = lambda type: schemas.get_resource_schema(region, type).schema.get("readOnlyProperties", [])
print(json.dumps({type: of(type) for type in types}))`;
/** A template should find zones out; a program may know them. */
const OF_TEMPLATES = "W3010";
/** Enough of a message: some list hundreds of allowed values. */
const LENGTH = 200;

/**
 * Holds resources against the schemas that AWS publishes of them: patterns, lengths, enumerations, required and read-only
 * properties, and against what cfn-lint knows besides, such as which machines and versions a region has.
 * @param sets what belongs together, by name
 * @param region where it is made: `us-west-2`
 * @returns what is wrong, by name; nothing is an empty list
 */
export async function findingsIn(
  sets: ReadonlyMap<string, readonly Made[]>,
  region: string,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-schemas-"));
  try {
    const templates = [...sets].map(([set, made], index) => ({ set, file: `${index}.json`, ...templateOf(made) }));
    for (const { file, Resources } of templates) {
      writeFileSync(join(folder, file), JSON.stringify({ Resources }));
    }
    const files = templates.map(({ file }) => file);
    const options = ["--format", "json", "--regions", region, "--ignore-checks", OF_TEMPLATES, "--template", ...files];
    const matches = (await python(folder, LINT, options)) as readonly Match[];
    const types = new Set(templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)));
    const readOnly = (await python(folder, READ_ONLY, [region, ...types])) as ReadOnly;
    const findings = templates.map(({ set, file, ...template }) => {
      const own = matches.filter(({ Filename }) => basename(Filename) === file);
      const wrong = [...own.map((match) => findingOf(match, template.names)), ...saidInVain(template, readOnly)];
      return [set, wrong] as const;
    });
    return new Map(findings);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findingOf({ Rule, Message, Location }: Match, names: Readonly<Record<string, string>>): Finding {
  const [, id = "", , ...property] = Location.Path ?? [];
  const where = [names[id] ?? String(id), property.join(".")].filter((part) => part !== "").join(": ");
  return { rule: Rule.Id, where, message: Message.slice(0, LENGTH) };
}

/** Paths of properties by type: `/properties/Arn`. */
type ReadOnly = Readonly<Record<string, readonly string[]>>;

function saidInVain({ Resources, names }: Template, readOnly: ReadOnly): readonly Finding[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
    (readOnly[Type] ?? [])
      .map((path) => path.split("/").slice(2))
      .filter((path) => at(Properties, ...path) !== undefined)
      .map((path) => ({
        rule: "read-only",
        where: `${names[id] ?? ""}: ${path.join(".")}`,
        message: "AWS says it, and nobody else may",
      })),
  );
}

/** @returns what the program prints, as JSON: cfn-lint ends with another code than 0 where it finds something */
function python(folder: string, program: string, args: readonly string[]): Promise<unknown> {
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(pythonWithPackages(), ["-c", program, ...args], options, (_, stdout, stderr) => {
      if (/^[[{]/.test(stdout)) {
        resolve(JSON.parse(stdout));
      } else {
        reject(new Error(`cfn-lint did not say what it found: ${stderr}`));
      }
    });
  });
}
