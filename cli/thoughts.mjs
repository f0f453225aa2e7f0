#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import bundler from "../engine/pulumi/bundler.cjs";
import { install } from "./install.mjs";

install();
process.setSourceMapsEnabled(true);
// From Node 22.1 on: what was compiled is kept for the next start.
module.enableCompileCache?.(bundler.COMPILED);
await import(pathToFileURL(await command()).href);

/** The command as one bundle, made anew if its sources have changed. */
async function command() {
  const entry = `import ${JSON.stringify(fileURLToPath(new URL("index.ts", import.meta.url)))};`;
  const wanted = { name: "command", entry, format: "esm" };
  const fresh = bundler.freshBundle(wanted);
  if (fresh !== undefined) {
    return fresh;
  }
  console.error("Bundling the command, because its sources have changed …");
  return bundler.makeBundle(wanted);
}
