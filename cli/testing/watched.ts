// The three services as processes of a test's own, without a database, and a real Prometheus that scrapes them.
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { freePorts } from "../../engine/process/free-ports";
import { unpacked } from "../../sandbox/images/debian";
import { localConfigMap } from "../local-manifests";
import type { Ask } from "../prometheus";
import { ROOT } from "./clone";

/** The services by the folders of their sources, each with a version that the others accept and a path that people ask for. */
const SERVICES = [
  { name: "users-backend", folder: "users", version: "v2.3", path: "/api/login/" },
  { name: "thoughts-backend", folder: "thoughts", version: "v1.6", path: "/api/me/thoughts/" },
  { name: "frontend", folder: "frontend", version: "v3.7", path: "/login/" },
] as const;

/** Some seconds ago already, requests had a latency, and every objective of every service was known over days. */
const SETTLED = [
  `count(app:http_latency_seconds:p95_5m offset 3s > 0) == ${SERVICES.length}`,
  `count(app:slo_shortfall:ratio_rate3d offset 3s >= 0) == ${2 * SERVICES.length}`,
].join(" and ");

/** Beside those of the stack: one that fires. */
const OWN_RULES = {
  groups: [{ name: "own", rules: [{ alert: "Tested", expr: "vector(1)", labels: { severity: "warning" } }] }],
};

type Running = (typeof SERVICES)[number] & { readonly address: string };

/** How long everything may take to be there, in milliseconds. */
const PATIENCE_MS = 90_000;

/** Services that are scraped each second, and the rules of the stack `local` over what they say. */
export class Watched {
  readonly #folder = mkdtempSync(join(tmpdir(), "thoughts-watched-"));
  readonly #processes: ChildProcess[] = [];
  #services: readonly Running[] = [];
  #prometheus = "";

  /** @returns when every service has answered requests, and the rules say so */
  async start(): Promise<void> {
    const [prometheus = 0, ...ports] = await freePorts(SERVICES.length + 1);
    this.#services = SERVICES.map((service, index) => ({ ...service, address: `127.0.0.1:${ports[index]}` }));
    this.#prometheus = `127.0.0.1:${prometheus}`;
    this.#writeKeys();
    for (const service of this.#services) {
      this.#startService(service);
    }
    this.#startPrometheus();
    await until(async () => {
      await Promise.all(this.#services.map(({ address, path }) => fetch(`http://${address}${path}`)));
      return (await this.ask(`/api/v1/query?query=${encodeURIComponent(SETTLED)}`)).includes('"value"');
    });
  }

  /** Asks the Prometheus. @throws {Error} with what it says of a question that it does not take */
  readonly ask: Ask = async (path) => {
    const response = await fetch(`http://${this.#prometheus}${path}`);
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${decodeURIComponent(path)}: ${text}`);
    }
    return text;
  };

  async stop(): Promise<void> {
    await Promise.all(
      this.#processes.map(async (process) => {
        const ended = once(process, "exit");
        process.kill("SIGKILL");
        await ended;
      }),
    );
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #writeKeys(): void {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    writeFileSync(join(this.#folder, "public_key.pub"), publicKey);
    writeFileSync(join(this.#folder, "private_key.pem"), privateKey);
  }

  #startService({ folder, version, address }: Running): void {
    const addressOf = (name: string) => `http://${this.#services.find((service) => service.name === name)?.address}`;
    const variables = {
      PORT: address.split(":")[1] ?? "",
      VERSION_NAME: version,
      KEYS_FOLDER: this.#folder,
      NO_SYSLOG: "1",
      NODE_ENV: "test",
      USER_BACKEND_URL: addressOf("users-backend"),
      THOUGHTS_BACKEND_URL: addressOf("thoughts-backend"),
      DATABASE_ENGINE: "POSTGRESQL",
      POSTGRES_HOST: "127.0.0.1",
      POSTGRES_PORT: "1",
      POSTGRES_DB: "none",
      POSTGRES_USER: "nobody",
      POSTGRES_PASSWORD: "not-asked-for",
    };
    const main = join(ROOT, "app", folder, "main.ts");
    const env = { ...process.env, ...variables };
    this.#processes.push(spawn(process.execPath, ["-r", "tsx/cjs", main], { env, stdio: "ignore" }));
  }

  #startPrometheus(): void {
    const rules = join(this.#folder, "rules");
    mkdirSync(rules);
    for (const [index, content] of [...localRules(), OWN_RULES].entries()) {
      writeFileSync(join(rules, `${index}.yaml`), stringify(content));
    }
    const targets = this.#services.map(({ name, version, address }) => ({
      targets: [address],
      labels: { app: name, slot: "blue", version, pod: `${name}-0` },
    }));
    const configuration = {
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [join(rules, "*")],
      // Nobody listens there; how often it was tried is a series.
      alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:1"] }] }] },
      scrape_configs: [
        { job_name: "example", static_configs: targets },
        { job_name: "prometheus", static_configs: [{ targets: [this.#prometheus] }] },
      ],
    };
    const file = join(this.#folder, "prometheus.yml");
    writeFileSync(file, stringify(configuration));
    const program = join(unpacked("prometheus"), "usr", "bin", "prometheus");
    const data = join(this.#folder, "data");
    const args = [`--config.file=${file}`, `--storage.tsdb.path=${data}`, `--web.listen-address=${this.#prometheus}`];
    this.#processes.push(spawn(program, args, { stdio: "ignore" }));
  }
}

interface RuleFile {
  readonly groups: readonly { readonly interval?: string }[];
}

/** The rules of the stack `local`, each as often as all others. */
function localRules(): readonly RuleFile[] {
  return Object.values(localConfigMap("prometheus-rules")).map((text) => {
    const { groups } = parse(text) as RuleFile;
    return { groups: groups.map((group) => ({ ...group, interval: "1s" })) };
  });
}

/** Tries until it is so; what fails meanwhile is not there yet. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await holds()) {
        return;
      }
    } catch (error) {
      last = error;
    }
    await sleep(500);
  }
  throw new Error(`not so after ${PATIENCE_MS / 1_000} s`, { cause: last });
}
