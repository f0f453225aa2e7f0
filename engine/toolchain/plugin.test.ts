import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { catalog } from "./catalog";
import { ownTool, userFolders } from "./path";
import { pluginFolder } from "./plugin";

const PROGRAM = "pulumi-resource-kubernetes";
const { "pulumi-kubernetes": spec } = catalog();

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-plugin-"));
  vi.stubEnv("PULUMI_HOME", join(folder, "home"));
  vi.stubEnv("PATH", [join(folder, "path"), process.env.PATH].join(delimiter));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("the folder of a plugin that the user's engine has fetched", () => {
  it("is in the home folder that PULUMI_HOME names, or in ~/.pulumi", () => {
    expect(pluginFolder("kubernetes", "4.25.0", { PULUMI_HOME: "/home" })).toBe(
      "/home/plugins/resource-kubernetes-v4.25.0",
    );
    expect(pluginFolder("aws", "7.1.0", {})).toBe(join(homedir(), ".pulumi", "plugins", "resource-aws-v7.1.0"));
  });
});

describe("the user's own Kubernetes plugin", () => {
  it("is the one that their engine has fetched, in the very version of the SDK, and is not started for it", async () => {
    const fetched = install(pluginFolder("kubernetes", spec.version), "exit 1");
    expect(await own()).toEqual({ name: "pulumi-kubernetes", version: spec.version, origin: "path", folder: fetched });
  });

  it("is passed over in another version, and while it is being fetched", async () => {
    install(pluginFolder("kubernetes", "4.24.0"), "exit 1");
    expect(await own()).toBeUndefined();
    const fetched = install(pluginFolder("kubernetes", spec.version), "exit 1");
    writeFileSync(`${fetched}.partial`, "");
    expect(await own()).toBeUndefined();
  });

  it("on PATH is asked for its version, with or without a v, and ended", async () => {
    const path = install(join(folder, "path"), serving(`v${spec.version}`));
    expect(await own()).toEqual({ name: "pulumi-kubernetes", version: spec.version, origin: "path", folder: path });
    expect(isRunning(readFileSync(join(folder, "pid"), "utf8"))).toBe(false);
  });

  it.each([
    ["says another version", () => serving("4.24.0")],
    ["ends without a word", () => "exit 1"],
    ["says a port that nobody listens on", () => "echo 1; exec sleep 60"],
  ])("on PATH is passed over if it %s", async (_, script) => {
    install(join(folder, "path"), script());
    expect(await own()).toBeUndefined();
  });
});

function own() {
  return ownTool(spec, userFolders());
}

function install(into: string, script: string): string {
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, PROGRAM), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return into;
}

/** A plugin that answers the engine's question for its version, and no other. */
function serving(version: string): string {
  const program = `
    const { Server, ServerCredentials } = require(${JSON.stringify(require.resolve("@grpc/grpc-js"))});
    const { ResourceProviderService } = require(${JSON.stringify(require.resolve("@pulumi/pulumi/proto/provider_grpc_pb"))});
    const { PluginInfo } = require(${JSON.stringify(require.resolve("@pulumi/pulumi/proto/plugin_pb"))});
    require("node:fs").writeFileSync(${JSON.stringify(join(folder, "pid"))}, String(process.pid));
    const server = new Server();
    const info = new PluginInfo();
    info.setVersion(${JSON.stringify(version)});
    server.addService(ResourceProviderService, { getPluginInfo: (_, answer) => answer(null, info) });
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, port) => console.log(port));`;
  writeFileSync(join(folder, "plugin.cjs"), program);
  return `exec "${process.execPath}" "${join(folder, "plugin.cjs")}"`;
}

function isRunning(pid: string): boolean {
  const status = `/proc/${pid}/stat`;
  return existsSync(status) && !readFileSync(status, "utf8").includes(") Z ");
}
