// The contents of images are run in a changed root as the image's user: no container, but what a container would hold.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePorts } from "../../engine/process/free-ports";
import { ensureImageTools } from "../../engine/toolchain/ensure";
import type { ImageTools } from "../../engine/toolchain/tool";
import { lackingForContainers } from "../host/requirements";
import { crane } from "./crane";
import { pack, type Packed } from "./pack";
import { Registry } from "./registry";
import { databaseToolsSpec, imageSpecs } from "./specs";
import { haproxySpec, watchSpecs } from "./third-party";

const lacking = lackingForContainers();
const VERSIONS = { "users-backend": { tag: "v2.3" }, "thoughts-backend": { tag: "v1.6" }, frontend: { tag: "v3.7" } };

describe.skipIf(lacking.length > 0)(`images (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-images-"));
  const registry = new Registry(join(folder, "registry"));
  const packed = new Map<string, Packed>();
  let tools: ImageTools;
  let postgres: ChildProcess | undefined;
  let port = 0;

  const specs = () => [...imageSpecs(VERSIONS), databaseToolsSpec(), ...watchSpecs(tools), haproxySpec()];
  const specOf = (repository: string) => {
    const spec = specs().find((found) => found.repository === repository);
    if (spec === undefined) {
      throw new Error(`there is no image ${repository}`);
    }
    return spec;
  };
  /** What a container of the image would have as its root. */
  const unpack = (repository: string): string => {
    const root = join(folder, repository);
    mkdirSync(root);
    const name = `${registry.address}/${repository}:${specOf(repository).tag}`;
    const tar = join(folder, `${repository}.tar`);
    crane(tools.crane, "export", name, tar);
    execFileSync("tar", ["--extract", "--file", tar, "--directory", root]);
    return root;
  };
  const inside = (repository: string, args: readonly string[], environment: Readonly<Record<string, string>>) => {
    const { user, environment: own } = specOf(repository);
    const options = { env: { ...own, ...environment }, encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync("/usr/sbin/chroot", [`--userspec=${user}:${user}`, join(folder, repository), ...args], options);
  };
  const database = () => ({
    DATABASE_ENGINE: "POSTGRESQL",
    POSTGRES_HOST: "127.0.0.1",
    POSTGRES_PORT: String(port),
    POSTGRES_DB: "thoughts",
    POSTGRES_USER: "postgres",
    POSTGRES_PASSWORD: "a password",
  });

  beforeAll(async () => {
    tools = await ensureImageTools({ report: () => undefined });
    await registry.start();
    [port = 0] = await freePorts(1);
    for (const spec of specs()) {
      packed.set(spec.repository, pack(spec, registry, tools.crane));
    }
  });
  afterAll(async () => {
    if (postgres !== undefined) {
      const ended = once(postgres, "exit");
      postgres.kill("SIGINT");
      await ended;
    }
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("have the same digest when they are packed again", () => {
    for (const [repository, { digest }] of packed) {
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(pack(specOf(repository), registry, tools.crane).digest).toBe(digest);
    }
  });

  it("of services say which version they are, and run as nobody's root", () => {
    const name = `${registry.address}/frontend:v3.7`;
    const config = crane(tools.crane, "config", name);
    expect(JSON.parse(config)).toMatchObject({
      os: "linux",
      config: { User: "1000:1000", Env: expect.arrayContaining(["VERSION_NAME=v3.7"]) as unknown },
    });
  });

  it("of the database make it at their first start, and let nobody in without its password", async () => {
    const root = unpack("users_backend_db");
    for (const path of ["data", "var/run/postgresql"]) {
      mkdirSync(join(root, path), { recursive: true });
      chownSync(join(root, path), 999, 999);
    }
    chmodSync(join(root, "tmp"), 0o1777);
    const { environment } = specOf("users_backend_db");
    const loopback = ["-p", String(port), "-c", "listen_addresses=127.0.0.1"];
    postgres = spawn("/usr/sbin/chroot", ["--userspec=999:999", root, "/entrypoint.sh", ...loopback], {
      env: { ...environment, ...database(), PGDATA: "/data/pgdata" },
      stdio: "ignore",
    });
    const isReady = () => {
      try {
        return inside(
          "users_backend_db",
          ["/usr/lib/postgresql/15/bin/pg_isready", "-h", "127.0.0.1", "-p", String(port)],
          {},
        );
      } catch {
        return "";
      }
    };
    for (let attempt = 0; isReady() === "" && attempt < 100; attempt += 1) {
      await sleep(200);
    }
    expect(isReady()).toContain("accepting connections");
  });

  it("of a backend bring the schema and people to try it with", () => {
    unpack("users_server");
    const run = (command: string, more = {}) =>
      inside("users_server", ["/usr/bin/node", "/app/main.cjs", command], { ...database(), ...more });
    expect(run("migrate")).toBe("applied 0001_users\n");
    expect(run("seed")).toBe("bruce was added\nstephen was added\n");
    expect(() => run("migrate", { POSTGRES_PASSWORD: "another" })).toThrow("password authentication failed");
  });

  it("of the database's tools ask for what they need before they connect", () => {
    unpack("database_tools");
    const grant = () => inside("database_tools", ["/usr/bin/node", "/app/main.cjs", "grant-access"], database());
    expect(grant).toThrow("MASTER_SECRET_ARN");
  });

  it.each([
    ["prometheus", "--version"],
    ["alertmanager", "--version"],
    ["blackbox-exporter", "--version"],
    ["kube-state-metrics", "version"],
    ["rsyslog", "-v"],
    ["mtail", "--version"],
    ["haproxy", "-v"],
    ["frontail", "--version"],
  ])("of others run as nobody's root, and %s is the version that its tag says", (repository, option) => {
    unpack(repository);
    const { entrypoint, tag, user } = specOf(repository);
    expect(user).toBeGreaterThan(0);
    // Debian writes a pre-release as 3.0.0~rc50, which is no tag.
    expect(inside(repository, [...entrypoint, option], {}).replaceAll("~", "-")).toContain(tag);
  });

  it("of the frontend hold what its probe runs", () => {
    unpack("frontend");
    expect(inside("frontend", ["/usr/bin/curl", "--version"], {})).toMatch(/^curl 7\./);
  });
});
