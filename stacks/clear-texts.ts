import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPair, isScalar, LineCounter, parseDocument, type Scalar, visit } from "yaml";
import type { Problem } from "../components/base/problems";

/**
 * What a stack's file says without quotes, and readers of YAML do not agree on: the engine's (in Go, between YAML 1.1 and
 * 1.2), that of these commands, and that of whoever comes next. `1.10` is the number 1.1, `012345670123` an octal number,
 * `2026-11-25` a time. Only what all of them read as it is written may stand without quotes.
 * @see https://yaml.org/spec/1.2.2/ext/changes/
 * @see https://pkg.go.dev/gopkg.in/yaml.v3#readme-compatibility
 */
export function checkClearTexts(folder: string | undefined, stack: string): readonly Problem[] {
  const name = `Pulumi.${stack}.yaml`;
  return folder !== undefined && existsSync(join(folder, name))
    ? unclearTexts(readFileSync(join(folder, name), "utf8")).map(({ line, ...problem }) => ({
        ...problem,
        at: `${name}:${line}`,
      }))
    : [];
}

interface UnclearText extends Problem {
  /** From 1. */
  readonly line: number;
}

/** All of them under `config`, in order. A text that is no YAML has none: that is said elsewhere. */
export function unclearTexts(text: string): readonly UnclearText[] {
  const lines = new LineCounter();
  const options = { lineCounter: lines, logLevel: "silent", keepSourceTokens: true } as const;
  const document = parseDocument(text, options);
  const older = scalarsOf(parseDocument(text, { ...options, version: "1.1", lineCounter: new LineCounter() }));
  if (document.errors.length > 0) {
    return [];
  }
  return [...scalarsOf(document)].flatMap(([start, { scalar, path }]) => {
    const { type, source = "" } = scalar;
    const readings = [scalar.value, older.get(start)?.scalar.value];
    if (type !== "PLAIN" || readings.every((reading) => isAsWritten(reading, source))) {
      return [];
    }
    const problem = {
      path,
      message:
        source === "" || scalar.value === null
          ? "it has no value; write one, or take it out."
          : `${source} without quotes is read in different ways; write a text in quotes ("${source}"), a number in digits alone, and true or false.`,
    };
    return [{ ...problem, line: lines.linePos(start).line }];
  });
}

/** Whether a reader understood a text, a number or a truth value as it is written. */
function isAsWritten(reading: unknown, source: string): boolean {
  return ["string", "number", "boolean"].includes(typeof reading) && String(reading) === source;
}

interface Found {
  readonly scalar: Scalar;
  readonly path: string;
}

/** The scalars under `config`, keys too, by where they begin. */
function scalarsOf(document: ReturnType<typeof parseDocument>): ReadonlyMap<number, Found> {
  const found = new Map<number, Found>();
  visit(document, {
    Scalar: (at, scalar, ancestors) => {
      const keys = ancestors.flatMap((node) => (isPair(node) && isScalar(node.key) ? [scalarText(node.key)] : []));
      const index = typeof at === "number" ? [String(at)] : [];
      if (keys[0] === "config" && keys.length > 1) {
        found.set(scalar.range?.[0] ?? 0, { scalar, path: [...keys.slice(1), ...index].join(".") });
      }
    },
  });
  return found;
}

function scalarText(scalar: Scalar): string {
  return scalar.source ?? String(scalar.value);
}

/**
 * Settings as the engine hands them to a program: what is no object is a text, whatever it looks like. Of a file without
 * {@link unclearTexts}, the texts are those that are written there.
 */
export function engineTexts(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "number" || typeof value === "boolean" ? String(value) : value,
    ]),
  );
}
