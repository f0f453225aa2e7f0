import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Runs a script with the SDK as processes of an engine have it. @returns what it printed */
function run(script: string): string {
  const args = ["--require", join(__dirname, "lean-sdk.cjs"), "--eval", script];
  return execFileSync(process.execPath, args, { cwd: __dirname, encoding: "utf8", stdio: "pipe" });
}

describe("Pulumi's SDK in a process of the engine", () => {
  it("sends lines for people, and none for who looks for mistakes in the SDK", () => {
    const told = run(`
      const { getStore } = require("@pulumi/pulumi/runtime/state");
      const log = require("@pulumi/pulumi/log");
      const engine = { log: (line, done) => (console.log(line.getMessage()), done()) };
      require("@pulumi/pulumi/runtime/settings").getEngine = () => engine;
      log.debug("prepared").then(() => log.warn("old version"));
    `);
    expect(told).toBe("old version\n");
  });

  it("loads no TypeScript, until the text of a function is asked for", () => {
    const loaded = run(`
      const { runtime } = require("@pulumi/pulumi");
      const isLoaded = () => Object.keys(require.cache).some((file) => /typescript\\.js$/.test(file));
      console.log(isLoaded());
      runtime.serializeFunction(() => 42).then(({ text }) => console.log(isLoaded(), text.includes("return () => 42")));
    `);
    expect(loaded).toBe("false\ntrue true\n");
  });
});
