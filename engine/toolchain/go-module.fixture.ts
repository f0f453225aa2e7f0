import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LOCK } from "./go-module";

/** The go.mod of a module that needs no other. */
export const GO_MOD = "module thoughts.example/test\n\ngo 1.25.0\n";

/** A Go module of a test's own, with these files, by path. */
export function goModule(folder: string, files: Readonly<Record<string, string>> = {}): string {
  for (const [file, text] of Object.entries({ "go.mod": GO_MOD, [LOCK]: "", ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
