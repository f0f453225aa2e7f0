import { same, type Json, type JsonObject } from "../wire/json";
import { activeCluster, type Choice } from "./kubeconfig";
import { isUnknown, reveal, unwrap } from "../wire/values";

/** The provider's options, read. */
export interface Options extends Choice {
  /** Default namespace; empty for the context's, then `default`. */
  readonly namespace: string;
  readonly deleteUnreachable: boolean;
  readonly skipUpdateUnreachable: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  readonly enablePatchForce: boolean;
  readonly upsertExistingObjects: boolean;
}

/** Options that do something here. */
const READ = [
  "kubeconfig",
  "context",
  "cluster",
  "clusterIdentifier",
  "namespace",
  "deleteUnreachable",
  "skipUpdateUnreachable",
  "enableConfigMapMutable",
  "enablePatchForce",
  "enableSecretMutable",
  "enableServerSideApply",
  "upsertExistingObjects",
] as const;

/** Options that are accepted and have no effect: there are no such warnings, and no client-side limit of requests. */
const WITHOUT_EFFECT = [
  "kubeClientSettings",
  "strictMode",
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
  "version",
  "pluginDownloadURL",
  "__internal",
] as const;

/** Options that ask for what this provider does not do, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  alwaysRender: "manifests are not rendered to files here",
  helmReleaseSettings: "charts are not installed here",
  renderYamlToDirectory: "manifests are not rendered to files here",
};

const REMEDY = "leave it out, or use the official plugin (`pulumi plugin install resource kubernetes`)";

const isOn = (value: Json | undefined): boolean => value === true || value === "true";
const text = (value: Json | undefined): string => (typeof value === "string" && !isUnknown(value) ? value : "");
const unset = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === "" || value === "false" || value === false;

/** What is wrong with the provider's options; empty when nothing is. */
export function optionProblems(options: JsonObject): { property: string; reason: string }[] {
  const allowed: readonly string[] = [...READ, ...WITHOUT_EFFECT];
  return Object.entries(options).flatMap(([property, marked]) => {
    const value = unwrap(marked);
    const refused = REFUSED[property];
    if (refused !== undefined) {
      return unset(value) ? [] : [{ property, reason: `${property} is not supported: ${refused}; ${REMEDY}` }];
    }
    if (property === "enableServerSideApply" && (value === false || value === "false")) {
      return [
        {
          property,
          reason: `enableServerSideApply (false) must be true: client-side apply is not made here; ${REMEDY}`,
        },
      ];
    }
    if (allowed.includes(property)) return [];
    return [
      {
        property,
        reason: `${property} is no option of the Kubernetes provider; allowed: ${allowed.slice(0, -3).join(", ")}`,
      },
    ];
  });
}

/** Reads options as the engine passes them: booleans come as text. */
export function readOptions(marked: JsonObject): Options {
  const options = reveal(marked) as JsonObject;
  return {
    kubeconfig: text(options.kubeconfig),
    context: text(options.context),
    cluster: text(options.cluster),
    namespace: text(options.namespace),
    deleteUnreachable: isOn(options.deleteUnreachable),
    skipUpdateUnreachable: isOn(options.skipUpdateUnreachable),
    enableConfigMapMutable: isOn(options.enableConfigMapMutable),
    enableSecretMutable: isOn(options.enableSecretMutable),
    enablePatchForce: isOn(options.enablePatchForce),
    upsertExistingObjects: isOn(options.upsertExistingObjects),
  };
}

export interface OptionsDifference {
  readonly changed: readonly string[];
  /** The options that replace the provider, and with it everything it made. */
  readonly replaces: readonly string[];
}

const POINTING = ["kubeconfig", "context", "cluster"];
const IDENTIFIER = "clusterIdentifier";

/**
 * What changes between two sets of options. The provider is replaced when the cluster that they point at changes; with
 * `clusterIdentifier`, when that changes and never otherwise. Source: the option's description in the official provider.
 */
export function optionsDifference(markedOlds: JsonObject, markedNews: JsonObject): OptionsDifference {
  const olds = reveal(markedOlds) as JsonObject;
  const news = reveal(markedNews) as JsonObject;
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const changed = keys.filter((key) => !same(olds[key], news[key]) || isUnknown(news[key]));
  const identifiers = [olds[IDENTIFIER], news[IDENTIFIER]];
  if (identifiers.every((value) => !unset(value))) {
    return { changed, replaces: changed.filter((key) => key === IDENTIFIER) };
  }
  // What an unknown kubeconfig will point at cannot be told, so the worst is assumed, as in the official provider.
  const unknown = POINTING.filter((key) => isUnknown(news[key]));
  if (unknown.length > 0) return { changed, replaces: unknown };
  const before = activeCluster(readOptions(olds));
  const after = activeCluster(readOptions(news));
  const moved = before !== undefined && after !== undefined && !same(before, after);
  return { changed, replaces: moved ? changed.filter((key) => POINTING.includes(key)) : [] };
}
