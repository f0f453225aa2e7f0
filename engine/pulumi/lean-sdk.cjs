// What each Node process of an engine loads first (engine.ts): leaves out what Pulumi's SDK does at each start and each
// resource, and that nobody sees. It takes a tenth of the time of a run with nothing to change.
const Module = require("node:module");

/** What is done to modules of the SDK, by the ends of their paths. */
const CHANGES = {
  // Some five lines a resource, each a call of its own. The engine drops them: no run of ours asks for them (--debug).
  "/@pulumi/pulumi/log/index.js": (log, load) => {
    load();
    log.exports.debug = () => Promise.resolve();
  },
  // TypeScript is for resources that are made of the text of functions. Whoever has none of them does not need it.
  "/@pulumi/pulumi/typescript-shim.js": (shim, load) => {
    const whole = () => {
      load();
      return shim.exports;
    };
    shim.exports = new Proxy({}, { get: (_, name) => whole()[name] });
  },
};

const loadScript = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) => {
  const load = () => loadScript(module, file);
  const [, change] = Object.entries(CHANGES).find(([end]) => file.replaceAll("\\", "/").endsWith(end)) ?? [];
  return change === undefined ? load() : change(module, load);
};
