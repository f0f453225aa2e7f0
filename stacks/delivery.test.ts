import { describe, expect, it } from "vitest";
import { record, type Recorded } from "../components/testing/recording";
import { SERVICES } from "../infra/system";
import { environmentOf } from "./environments";
import { runProgram } from "./program";
import { parseSettings } from "./settings";
import { delivery } from "./delivery-settings";
import { committedConfig, TODAY } from "./testing/settings";

const FLUX = { kind: "flux", url: "https://git.example/delivery.git", path: "local", prune: true } as const;
const ARGOCD = { ...FLUX, kind: "argocd", sync: "manual" } as const;

/** What `local` registers, by provider. */
async function resourcesOf(given?: object): Promise<readonly Recorded[]> {
  const config = committedConfig("local");
  const thoughts = { ...config.thoughts, ...(given && { delivery: given }) };
  const { resources } = await record(() => runProgram(environmentOf({ ...config, thoughts }), TODAY));
  return resources.filter(({ type, custom }) => custom && type.startsWith("kubernetes:"));
}

const isFromGit = ({ provider }: Recorded) => provider === "git";
const objectOf = ({ inputs }: Recorded) => {
  const { name, namespace } = inputs.metadata as { readonly name: string; readonly namespace?: string };
  return `${String(inputs.kind)} ${namespace ?? ""}/${name}`;
};

describe("who applies the services", () => {
  it("is Pulumi, if nothing is said", async () => {
    expect((await resourcesOf()).filter(isFromGit)).toEqual([]);
  });

  it.each([FLUX, ARGOCD])("has each object alone, if it is $kind", async (given) => {
    const [before, after] = [await resourcesOf(), await resourcesOf(given)];
    const fromGit = after.filter(isFromGit).map(objectOf);
    const applied = after.filter((one) => !isFromGit(one)).map(objectOf);
    expect(fromGit.filter((one) => applied.includes(one))).toEqual([]);
    expect(before.map(objectOf).filter((one) => ![...fromGit, ...applied].includes(one))).toEqual([]);
    const deployments = fromGit.filter((one) => one.startsWith("Deployment "));
    expect(deployments.sort()).toEqual([...SERVICES].sort().map((name) => `Deployment example/${name}`));
  });

  it("leaves to Git nothing that pods need before they start", async () => {
    const kinds = (await resourcesOf(FLUX)).filter(isFromGit).map(({ inputs }) => inputs.kind);
    expect(
      kinds.filter((kind) => ["ConfigMap", "Job", "Namespace", "Secret", "StatefulSet"].includes(String(kind))),
    ).toEqual([]);
  });
});

describe("the settings of a delivery", () => {
  it.each([
    [{ ...FLUX, url: "http://git.example/delivery.git" }, "the address of a repository, without a password"],
    [{ ...FLUX, url: "https://me:token@git.example/delivery.git" }, "without a password"],
    [{ ...FLUX, path: "../other" }, "a folder of the repository such as staging"],
    [{ ...FLUX, path: "./local/" }, "a folder of the repository such as staging"],
    [{ ...FLUX, branch: "--upload-pack=x" }, "the name of a branch such as main"],
    [{ kind: "flux", url: FLUX.url, path: "local" }, "it is missing; write true to delete"],
    [{ ...FLUX, sync: "manual" }, "nothing reads this key"],
    [{ kind: "helm" }, "pulumi, flux or argocd"],
  ])("refuse %j, and say what is allowed", (given, message) => {
    const parsed = parseSettings(delivery, given);
    expect(JSON.stringify("problems" in parsed ? parsed.problems : parsed)).toContain(message);
  });
});
