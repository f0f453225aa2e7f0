// Runs on a bare clone, before any package is there: only Node's own modules may be used here.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];

/** Installs the packages that package-lock.json names, unless they are the ones that are there. */
export function install() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(
      `Node ${OLDEST_NODE.join(".")} or newer is needed, this is ${process.versions.node}: install it from https://nodejs.org.`,
    );
  }
  const wanted = readFileSync(join(root, "package-lock.json"), "utf8");
  const lock = createHash("sha256").update(wanted).digest("hex");
  const packages = join(root, "node_modules");
  const stamp = join(packages, ".installed-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) {
    return;
  }
  if (isInstalled(packages, wanted)) {
    writeFileSync(stamp, lock);
    return;
  }
  if (lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink()) {
    // npm ci would empty the folder that others use.
    fail(
      `node_modules is a link to ${realpathSync(packages)}, which does not hold what package-lock.json names: run \`node cli/install.mjs\` in the clone that it belongs to, or remove the link.`,
    );
  }
  const start = Date.now();
  console.log("Installing packages (npm ci) …");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, stdio: "inherit" });
  if (npm.error) {
    fail("npm is needed, but there is none on PATH: it comes with Node, from https://nodejs.org.");
  }
  if (npm.status !== 0) {
    fail("npm ci failed, see above. Check that the package registry can be reached, and try again.");
  }
  writeFileSync(stamp, lock);
  console.log(`Packages installed in ${Math.round((Date.now() - start) / 1000)} s.`);
}

/**
 * Whether somebody ran `npm ci`, which takes minutes. At its end npm writes down what is there; of optional packages, what is for
 * another system is not.
 */
function isInstalled(packages, wanted) {
  const written = join(packages, ".package-lock.json");
  if (!existsSync(written)) {
    return false;
  }
  const { packages: there = {} } = writtenIn(written);
  return Object.entries(JSON.parse(wanted).packages ?? {}).every(([path, { version, integrity, optional }]) => {
    const own = there[path];
    return (
      path === "" || (own === undefined ? optional === true : own.version === version && own.integrity === integrity)
    );
  });
}

/** An npm that was killed may have left half of it. */
function writtenIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
}
