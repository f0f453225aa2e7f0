import type { SharedEnvironment } from "../../infra/offer";
import { REPOSITORIES } from "../../infra/registry/repositories";
import type { Config } from "../config";
import { demoOf, demoSettingsOf } from "../environments";
import type { DemoSource } from "../names";
import { committedConfig } from "./settings";

const repositoryUrls = Object.fromEntries(REPOSITORIES.map((name) => [name, `registry.example/${name}`]));

/** What an environment on this machine, and one on AWS, let others use. */
export const OFFERS: Readonly<Record<DemoSource, SharedEnvironment>> = {
  local: {
    namespace: "example",
    domain: "example.local",
    connection: { context: "thoughts" },
    repositoryUrls,
    ingress: { kind: "skipper", backendsReachable: true },
  },
  staging: {
    namespace: "example",
    domain: "staging.example.com",
    connection: { kubeconfig: "apiVersion: v1" },
    storageClassName: "gp3",
    repositoryUrls,
    ingress: {
      kind: "alb",
      account: "111111111111",
      region: "us-west-2",
      costCentre: "platform",
      zoneName: "staging.example.com",
      group: "thoughts-staging",
    },
  },
};

export const LEASE = {
  owner: "shop",
  scope: "the new search",
  created: "2026-11-23T08:00:00Z",
  changed: "2026-11-24T20:00:00Z",
  ttlHours: 36,
};

export function configOf(source: string, stack = "demo-anna"): Config {
  const { thoughts, ...config } = committedConfig("local");
  return { ...config, stack, thoughts: { source, demo: LEASE, release: thoughts.release } };
}

/** The environment of a demo of what is committed. @param settings that it has otherwise */
export function demoIn(source: DemoSource, stack = "demo-anna", settings: Readonly<Record<string, unknown>> = {}) {
  const config = configOf(source, stack);
  const changed = { ...config, thoughts: { ...config.thoughts, ...settings } };
  return demoOf(changed, demoSettingsOf(changed), OFFERS[source]);
}
