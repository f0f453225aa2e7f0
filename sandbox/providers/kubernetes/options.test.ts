import { describe, expect, it } from "vitest";

import { optionProblems, optionsDifference, readOptions } from "./options";
import { secret, UNKNOWN } from "../wire/values";

const kubeconfig = (server: string, token = "t"): string =>
  JSON.stringify({
    clusters: [
      { name: "one", cluster: { server } },
      { name: "two", cluster: { server: "https://two" } },
    ],
    contexts: [
      { name: "first", context: { cluster: "one", user: "u" } },
      { name: "second", context: { cluster: "two", user: "u" } },
    ],
    users: [{ name: "u", user: { token } }],
    "current-context": "first",
  });

const replaces = (olds: Parameters<typeof optionsDifference>[0], news: Parameters<typeof optionsDifference>[0]) =>
  optionsDifference(olds, news).replaces;

describe("the provider is", () => {
  it("replaced when the kubeconfig, the context or the cluster points elsewhere", () => {
    const here = { kubeconfig: secret(kubeconfig("https://one")) };
    expect(replaces(here, { kubeconfig: kubeconfig("https://elsewhere") })).toEqual(["kubeconfig"]);
    expect(replaces(here, { ...here, context: "second" })).toEqual(["context"]);
    expect(replaces(here, { ...here, cluster: "two" })).toEqual(["cluster"]);
  });

  it("updated in place when credentials or other options change", () => {
    const here = { kubeconfig: kubeconfig("https://one") };
    const news = { kubeconfig: kubeconfig("https://one", "rotated"), enableSecretMutable: "true" };
    expect(optionsDifference(here, news)).toEqual({ changed: ["kubeconfig", "enableSecretMutable"], replaces: [] });
  });

  it("replaced when the kubeconfig is not known yet, unless the cluster has an identifier", () => {
    const here = { kubeconfig: kubeconfig("https://one") };
    expect(replaces(here, { kubeconfig: UNKNOWN })).toEqual(["kubeconfig"]);
    const identified = { ...here, clusterIdentifier: "a" };
    expect(replaces(identified, { kubeconfig: UNKNOWN, clusterIdentifier: "a" })).toEqual([]);
    expect(replaces(identified, { ...here, clusterIdentifier: "b" })).toEqual(["clusterIdentifier"]);
  });
});

describe("options", () => {
  it("that are not known are refused with what is allowed", () => {
    const [problem] = optionProblems({ kubeconfg: "x" });
    expect(problem?.reason).toMatch(/^kubeconfg is no option .*; allowed: kubeconfig, context/);
  });

  it.each([
    ["renderYamlToDirectory", "out"],
    ["helmReleaseSettings", "{}"],
    ["enableServerSideApply", "false"],
  ])("that ask for more than there is are refused: %s", (option, value) => {
    expect(optionProblems({ [option]: value })).toMatchObject([{ property: option }]);
  });

  it("are read from text, as the engine passes them", () => {
    expect(readOptions({ enableSecretMutable: "true", deleteUnreachable: "false" })).toMatchObject({
      enableSecretMutable: true,
      deleteUnreachable: false,
    });
  });
});
