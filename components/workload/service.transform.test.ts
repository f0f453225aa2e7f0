import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { Service } from "./service";
import type { ServiceArgs } from "./service-args";

const resources = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } } as const;
const plain: ServiceArgs = {
  namespace: "example",
  partOf: "system",
  owner: "team",
  container: {
    name: "api",
    image: { repository: "registry.example/api", tag: "v1", pullPolicy: "Always" },
    resources,
    port: 8000,
    probes: { readiness: { check: { kind: "http", path: "/ready", port: 8000 } } },
  },
  user: 1000,
  scaling: { kind: "fixed", replicas: 2 },
  network: { callers: [], dependencies: [] },
  address: { name: "api-service", portName: "api" },
};

const example = {
  transform: {
    service: () => ({ args: { spec: { trafficDistribution: "PreferClose" } } }),
    deployment: (_, slot) => ({
      args: { spec: { minReadySeconds: slot === "blue" ? 5 : 30 } },
      opts: { ignoreChanges: ["spec.revisionHistoryLimit"] },
    }),
  },
} satisfies Pick<ServiceArgs, "transform">;

describe("the example of docs/components.md", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "components.md"), "utf8");

  it("is the one that is tried here", () => {
    const [, code = ""] = /```ts\n([^`]*)```/.exec(page) ?? [];
    const lines = (text: string) => text.split("\n").map((line) => line.trim());

    expect(code).toContain("transform: {");
    expect(lines(readFileSync(__filename, "utf8")).join("\n")).toContain(lines(code).join("\n"));
  });

  it("changes what it names of the Service and the Deployment, and leaves the rest", async () => {
    const made = async (args: ServiceArgs) => {
      const { resources: all } = await record(() => new Service("api", args, {}));
      return new Map(all.map((one) => [one.name, one]));
    };
    const before = await made(plain);
    const after = await made({ ...plain, ...example });

    const specOf = (name: string) => before.get(name)?.inputs.spec as object;
    expect(after.get("api-service")?.inputs).toEqual({
      ...before.get("api-service")?.inputs,
      spec: { ...specOf("api-service"), trafficDistribution: "PreferClose" },
    });
    expect(after.get("api-deployment")).toMatchObject({
      inputs: { spec: { ...specOf("api-deployment"), minReadySeconds: 5 } },
      ignoreChanges: ["spec.revisionHistoryLimit"],
    });
    expect(after.get("api-network-policy")).toEqual(before.get("api-network-policy"));
  });
});
