// What a tool such as Argo CD would be given: the manifests of a demo of staging as the command writes them. No engine runs.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { accountEnvironment } from "./account/environment";
import { Clone } from "./testing/clone";

const DEMO = "demo-gitops";

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly rules?: readonly { readonly host: string }[] };
  readonly subjects?: readonly { readonly namespace?: string }[];
}

describe("the rendered copy of staging", () => {
  const clone = new Clone();
  let files: ReadonlyMap<string, string>;
  let manifests: readonly Manifest[];

  const made = async () => {
    const { code, text } = await clone.thoughts("env", "clone", "staging", DEMO, "--owner", "shop");
    expect(code, text).toBe(0);
  };
  const rendered = async (): Promise<ReadonlyMap<string, string>> => {
    const folder = clone.path("gitops");
    const { code, text } = await clone.thoughts("render", DEMO, "--to", folder);
    expect(code, text).toBe(0);
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
    return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  };

  beforeAll(async () => {
    await made();
    files = await rendered();
    manifests = [...files.values()].map((text) => parse(text) as Manifest);
  });
  afterAll(() => clone.remove());

  it("56: is in its own namespace as a whole, and nothing of it in default or in that of its source", () => {
    const whole = manifests.filter(({ metadata }) => metadata.namespace === undefined);
    expect(whole.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([`Namespace ${DEMO}`]);
    const inside = manifests.filter((manifest) => !whole.includes(manifest));
    expect(inside.length).toBeGreaterThan(35);
    expect(new Set(inside.map(({ metadata }) => metadata.namespace))).toEqual(new Set([DEMO]));
    const subjects = manifests.flatMap((manifest) => manifest.subjects ?? []);
    expect(subjects.flatMap(({ namespace = DEMO }) => namespace)).toEqual(subjects.map(() => DEMO));
  });

  it("56: has hosts below its own name alone, and calls nothing of another namespace", () => {
    const { domain, namespace } = accountEnvironment(clone.folder, "staging");
    const hosts = manifests.flatMap(({ spec }) => spec?.rules?.flatMap(({ host }) => host) ?? []);
    expect(hosts).toEqual([`frontend.${DEMO}.${domain}`]);
    for (const text of files.values()) {
      expect(text).not.toMatch(
        new RegExp(`\\.(?:default|${namespace})\\.svc|namespace: (?:default|${namespace})$`, "m"),
      );
    }
  });

  it("56: names nothing of production: no domain, no account, no environment", () => {
    const { domain, platform } = accountEnvironment(clone.folder, "production");
    // Staging's domain is below that of production.
    const own = `${DEMO}.${accountEnvironment(clone.folder, "staging").domain}`;
    for (const text of files.values()) {
      expect(text).not.toMatch(/production/);
      expect(text.replaceAll(own, "")).not.toContain(domain);
      expect(text).not.toContain(platform.account);
    }
  });

  it("56: is the same after a second run, which adds no object; the file's new time is on the namespace", async () => {
    expect(await rendered()).toEqual(files);
    await made();
    const again = await rendered();
    expect([...again.keys()]).toEqual([...files.keys()]);
    const changed = [...again].filter(([name, text]) => files.get(name) !== text).map(([name]) => name);
    expect(changed).toEqual([`_cluster/namespace-${DEMO}.yaml`]);
  });

  it("has the values of no Secret, in a file that can be left out by its name", () => {
    const secrets = [...files].filter(([, text]) => (parse(text) as Manifest).kind === "Secret");
    expect(secrets.map(([name]) => /\/secret-[a-z-]+\.yaml$/.test(name))).toEqual(secrets.map(() => true));
    for (const [, text] of secrets) {
      const { data = {}, stringData = {} } = parse(text) as Record<string, Readonly<Record<string, string>>>;
      expect(new Set(Object.values({ ...data, ...stringData }))).toEqual(new Set(["<secret>"]));
    }
  });
});
