import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { KubeConfig } from "@kubernetes/client-node";
import { parse } from "yaml";

import { UnreachableError } from "./errors";
import { isObject, objectAt, objectsAt, textAt, type Json, type JsonObject } from "../wire/json";

/** Which cluster to talk to: the provider's options of these names. */
export interface Choice {
  /** A path or the contents; empty for what kubectl would take. */
  readonly kubeconfig: string;
  readonly context: string;
  readonly cluster: string;
}

const expanded = (path: string): string => (path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(path));

/** Contents have lines or braces; whatever else it is, it is meant as a path. */
const isPath = (text: string): boolean => !text.includes("\n") && !text.trimStart().startsWith("{");

function contents(kubeconfig: string): JsonObject | undefined {
  try {
    const text = isPath(kubeconfig) ? readFileSync(expanded(kubeconfig), "utf8") : kubeconfig;
    const value = parse(text) as Json | undefined;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const named = (config: JsonObject, list: string, name: string): JsonObject | undefined =>
  objectsAt(config, list).find((entry) => textAt(entry, "name") === name);

/**
 * The cluster that a choice points at: address, certificates and proxy, as the kubeconfig has them. `undefined` when it
 * cannot be told.
 */
export function activeCluster(choice: Choice): JsonObject | undefined {
  const config = contents(choice.kubeconfig);
  if (!config) return undefined;
  const context = choice.context || textAt(config, "current-context");
  const name = choice.cluster || textAt(named(config, "contexts", context), "context", "cluster");
  const cluster = named(config, "clusters", name);
  return cluster && objectAt(cluster, "cluster");
}

function ambient(): KubeConfig {
  const config = new KubeConfig();
  const path = process.env.KUBECONFIG ?? join(homedir(), ".kube", "config");
  const inPod = process.env.KUBERNETES_SERVICE_HOST !== undefined;
  if (!path.split(":").some((part) => existsSync(part)) && !inPod) {
    throw new UnreachableError("no kubeconfig is given, and there is none at $KUBECONFIG or ~/.kube/config");
  }
  try {
    config.loadFromDefault();
    return config;
  } catch {
    throw new UnreachableError(`no kubeconfig is given, and the one at ${path} is empty or not valid`);
  }
}

function load(kubeconfig: string): KubeConfig {
  const config = new KubeConfig();
  if (isPath(kubeconfig)) {
    const path = expanded(kubeconfig);
    if (!existsSync(path)) throw new UnreachableError(`kubeconfig ${path} does not exist`);
    return parsed(config, readFileSync(path, "utf8"), `kubeconfig ${path} is empty or not valid`);
  }
  return parsed(config, kubeconfig, "the kubeconfig's contents are not valid YAML or JSON of a kubeconfig");
}

function parsed(config: KubeConfig, text: string, otherwise: string): KubeConfig {
  try {
    config.loadFromString(text);
    return config;
  } catch {
    // The parser quotes what it read, and that is a credential.
    throw new UnreachableError(otherwise);
  }
}

/**
 * The connection settings for a choice.
 * @throws UnreachableError when the kubeconfig cannot be read or names no such context or cluster
 */
export function connection(choice: Choice): KubeConfig {
  const config = choice.kubeconfig === "" ? ambient() : load(choice.kubeconfig);
  const context = choice.context || config.getCurrentContext();
  const found = config.getContextObject(context);
  if (!found) {
    const known = config.getContexts().map((entry) => entry.name);
    throw new UnreachableError(
      `context ${JSON.stringify(context)} is not in the kubeconfig, which has ${known.join(", ") || "none"}`,
    );
  }
  config.setCurrentContext(context);
  if (choice.cluster !== "") {
    config.contexts = config.contexts.map((entry) =>
      entry.name === context ? { ...entry, cluster: choice.cluster } : entry,
    );
  }
  return config;
}
