import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readConfig } from "./config";

/** What the program reads where the engine was given these keys, some of them encrypted. */
function configOf(keys: Readonly<Record<string, string>>, encrypted: readonly string[] = []) {
  pulumi.runtime.setAllConfig({ ...keys }, [...encrypted]);
  vi.stubEnv("PULUMI_CONFIG_SECRET_KEYS", JSON.stringify(encrypted));
  return readConfig();
}

describe("the configuration of a run", () => {
  const use = (stack: string) =>
    pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
        call: ({ inputs }) => inputs as object,
      },
      "thoughts",
      stack,
      false,
      "organization",
    );
  beforeEach(async () => {
    vi.stubEnv("THOUGHTS_TODAY", undefined);
    await use("local");
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    pulumi.runtime.setAllConfig({});
  });

  it("holds the stack's name, our keys without their namespace, and objects as objects", () => {
    expect(
      configOf({ "thoughts:domain": "a.b", "thoughts:release": `{"services":{"frontend":{"tag":"v1"}}}` }),
    ).toMatchObject({
      stack: "local",
      project: "organization/thoughts",
      thoughts: { domain: "a.b", release: { services: { frontend: { tag: "v1" } } } },
    });
  });

  it("leaves texts as they were written, also those that look like numbers or half an object", () => {
    const given = { account: "012345678901", domain: "{half", context: "true" };
    expect(
      configOf(Object.fromEntries(Object.entries(given).map(([key, value]) => [`thoughts:${key}`, value]))).thoughts,
    ).toEqual(given);
  });

  it("names keys of others, but not the engine's own", () => {
    expect(configOf({ "aws:region": "us-east-1", "pulumi:tags": "{}", "thoughts:domain": "a" }).otherKeys).toEqual([
      "aws:region",
    ]);
  });

  it("names encrypted keys and holds none of their values", () => {
    const config = configOf({ "thoughts:domain": "hidden", "thoughts:context": "c" }, ["thoughts:domain"]);
    expect(config).toMatchObject({ encrypted: ["thoughts:domain"], thoughts: { context: "c" } });
    expect(JSON.stringify(config)).not.toContain("hidden");
  });

  it("says which kubeconfig the shell names", () => {
    vi.stubEnv("KUBECONFIG", "some/file");
    expect(configOf({}).kubeconfig).toBe("some/file");
  });

  it("holds the day: the clock's, unless the shell says another, and then says so", () => {
    expect(configOf({}).today).toBe(new Date().toISOString().slice(0, 10));
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    vi.stubEnv("THOUGHTS_TODAY", "2027-01-31");
    expect(configOf({}).today).toBe("2027-01-31");
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("judged as of 2027-01-31"));
    warn.mockRestore();
  });

  it("refuses another day than the clock's for an account, unless the run says that it reaches none", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    await use("production");
    vi.stubEnv("THOUGHTS_TODAY", "2026-01-31");
    expect(() => configOf({})).toThrow(
      `THOUGHTS_TODAY: "2026-01-31" is for tests, and production is judged by the clock; take it out of your shell: unset THOUGHTS_TODAY.`,
    );
    vi.stubEnv("THOUGHTS_TRIAL", "true");
    expect(configOf({}).today).toBe("2026-01-31");
    warn.mockRestore();
  });
});
