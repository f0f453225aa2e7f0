"use strict";
// Makes own sources into JavaScript that starts quickly. It is JavaScript itself, because the command starts with it: what
// runs TypeScript takes longer to load than most commands take to run.
const { createHash } = require("node:crypto");
const {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require("node:fs");
const { basename, dirname, extname, join } = require("node:path");

/** This clone. */
const ROOT = dirname(dirname(__dirname));
const CACHE = join(ROOT, "node_modules", ".cache", "thoughts");

/** Where Node, from 22.1 on, keeps what it has compiled. */
const COMPILED = join(ROOT, "node_modules", ".cache", "compiled");

/** How long a bundle that was replaced is kept: a command that still runs loads parts of it. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Packages that are loaded as they are: very large ones, native ones, and those that are used as files. */
const EXTERNAL = [
  "@kubernetes/client-node",
  "@pulumi/aws",
  "@pulumi/eks",
  "@pulumi/kubernetes",
  "esbuild",
  "fs-native-extensions",
  "tsx",
  "typescript",
];

/** Other inputs of every bundle. */
const COMMON = [join(__dirname, "bundler.cjs"), join(ROOT, "package.json"), join(ROOT, "package-lock.json")];

/** The file of a bundle that was made before. @returns undefined if a source of it has changed, or it was never made */
function freshBundle({ name, entry }) {
  const { recipe, output, inputs } = readStamp(name) ?? {};
  const fresh =
    recipe === recipeOf(entry) && existsSync(output) && inputs.every(([file, state]) => stateOf(file) === state);
  return fresh ? output : undefined;
}

/** Makes a bundle, as a whole or not at all. @returns its file */
async function makeBundle({ name, entry, format, moved, external = [] }) {
  const inputs = new Map(COMMON.map((file) => [file, stateOf(file)]));
  const { outputFiles } = await require("esbuild").build({
    ...optionsOf(name, format, external),
    stdin: { contents: entry, resolveDir: ROOT, loader: "ts" },
    plugins: [ownSources(inputs, moved), lazyTypeScript],
  });
  const hash = createHash("sha256");
  outputFiles.forEach(({ path, contents }) => hash.update(path).update(contents));
  const folder = join(CACHE, `${name}-${hash.digest("hex").slice(0, 16)}`);
  writeFolder(
    folder,
    outputFiles.map(({ path, contents }) => [basename(path), contents]),
  );
  const output = join(folder, `${name}${EXTENSIONS[format]}`);
  writeStamp(name, { recipe: recipeOf(entry), output, inputs: [...inputs] });
  removeOld(name, folder);
  return output;
}

const EXTENSIONS = { cjs: ".cjs", esm: ".mjs" };

function optionsOf(name, format, external) {
  return {
    bundle: true,
    platform: "node",
    target: `node${process.versions.node}`,
    format,
    // Only modules can be loaded in parts.
    splitting: format === "esm",
    entryNames: name,
    outdir: join(CACHE, name),
    outExtension: { ".js": EXTENSIONS[format] },
    external: [...EXTERNAL, ...external],
    sourcemap: format === "esm" && "linked",
    sourcesContent: false,
    // Packages that are not modules ask for others by `require`.
    banner: {
      js:
        format === "esm"
          ? 'import { createRequire as ownRequire } from "node:module"; const require = ownRequire(import.meta.url);'
          : "",
    },
    write: false,
    // Packages that load others only where they are there bring warnings that nobody can act on.
    logLevel: "error",
  };
}

/** Notes which own files go in, and tells them where they are. */
function ownSources(inputs, moved) {
  return {
    name: "own-sources",
    setup({ onLoad }) {
      onLoad({ filter: /./ }, ({ path }) => {
        if (path.includes("/node_modules/")) {
          return undefined;
        }
        // Before it is read: a file that is changed meanwhile shows as changed.
        inputs.set(path, stateOf(path));
        const text = readFileSync(path, "utf8");
        const contents = moved ? text : text.replace(/\b__dirname\b/g, JSON.stringify(dirname(path)));
        return { contents, loader: LOADERS[extname(path)] };
      });
    },
  };
}

const LOADERS = { ".cjs": "js", ".js": "js", ".json": "json", ".ts": "ts", ".tsx": "tsx" };

/** Pulumi's SDK needs TypeScript for the text of functions only, of which nothing here makes resources. */
const lazyTypeScript = {
  name: "lazy-typescript",
  setup({ onLoad }) {
    onLoad({ filter: /@pulumi[\\/]pulumi[\\/]typescript-shim\.js$/ }, () => ({
      contents: 'module.exports = new Proxy({}, { get: (_, name) => require("typescript")[name] });',
    }));
  },
};

function recipeOf(entry) {
  return `${process.version} ${entry}`;
}

/** What shows that a file was changed, without reading it. */
function stateOf(file) {
  const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return `${size} ${mtimeMs}`;
}

function readStamp(name) {
  const file = stampOf(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function writeStamp(name, stamp) {
  const fresh = `${stampOf(name)}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(stamp));
  renameSync(fresh, stampOf(name));
}

/** A working tree whose packages are a link to those of another one has bundles of its own. */
function stampOf(name) {
  return join(CACHE, `${name}-${createHash("sha256").update(ROOT).digest("hex").slice(0, 8)}.json`);
}

/** Of two that write the same folder at once, the first one's stays. */
function writeFolder(folder, files) {
  if (existsSync(folder)) {
    return;
  }
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  files.forEach(([file, contents]) => writeFileSync(join(fresh, file), contents));
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

/** Working trees with the same packages have made some of them, and may be gone. */
function removeOld(name, current) {
  readdirSync(CACHE)
    .filter((entry) => entry.startsWith(name) && /^-[0-9a-f]+(\.json)?$/.test(entry.slice(name.length)))
    .map((entry) => join(CACHE, entry))
    .filter((place) => place !== current && Date.now() - statSync(place).mtimeMs > KEPT_MS)
    .forEach((place) => rmSync(place, { recursive: true, force: true }));
}

module.exports = { COMPILED, freshBundle, makeBundle };

if (require.main === module) {
  makeBundle(JSON.parse(process.argv[2]));
}
