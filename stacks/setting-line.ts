import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Problem } from "../components/base/problems";

/**
 * Problems with the line of the stack's file where each value stands: `Pulumi.local.yaml:12`.
 * @param folder where the file is. @default - undefined: no lines
 */
export function withLines(problems: readonly Problem[], folder: string | undefined, stack: string): readonly Problem[] {
  const name = `Pulumi.${stack}.yaml`;
  if (folder === undefined || !existsSync(join(folder, name))) {
    return problems;
  }
  const text = readFileSync(join(folder, name), "utf8");
  return problems.map((problem) => {
    const line = settingLine(text, problem.path);
    return line === undefined ? problem : { ...problem, at: `${name}:${line}` };
  });
}

/**
 * The line of a setting, from 1. One that is missing is where it would be: at what it is a part of.
 * @param path `thoughts:release.services.frontend.tag`
 * @returns undefined if the text has no such setting, nor anything that it is a part of
 */
export function settingLine(text: string, path: string): number | undefined {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  let at = childOf(contents, "config")?.value;
  let start: number | undefined;
  for (const key of path.split(".")) {
    const found = childOf(at, key);
    if (found === undefined) {
      break;
    }
    start = found.start;
    at = found.value;
  }
  return start === undefined ? undefined : lines.linePos(start).line;
}

/** What a mapping has at a key, or a list at an index, and where that begins. */
function childOf(
  node: Node | null | undefined,
  key: string,
): { readonly start: number | undefined; readonly value: Node | null } | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(({ key: own }) => isScalar(own) && String(own.value) === key);
    return pair && { start: pair.key.range?.[0], value: pair.value };
  }
  const item = isSeq<Node>(node) ? node.items[Number(key)] : undefined;
  return item && { start: item.range?.[0], value: item };
}
