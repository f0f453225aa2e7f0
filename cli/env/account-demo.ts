import { CREATED, EXPIRES, FOLLOWS, OWNER_LABEL, SCOPE } from "../../infra/lease";
import type { Resource } from "../bootstrap/resource";
import { instantOf } from "./instant";

/** Whether a demo was brought up to its end, has no pods because it sleeps, or is there in part. Its pods are not asked. */
export type AccountDemoState = "up" | "asleep" | "not complete";

/** A demo whose state is with that of its source. What its state does not say is undefined. */
export interface AccountDemo {
  readonly name: string;
  readonly state: AccountDemoState;
  readonly owner: string | undefined;
  readonly scope: string | undefined;
  /** The branch whose images it runs, and their commit. */
  readonly follows: string | undefined;
  /** Where its page is. */
  readonly url: string | undefined;
  readonly created: Date | undefined;
  /** When it may be removed. */
  readonly expires: Date | undefined;
}

interface Metadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** @param resources what its state has */
export function accountDemo(name: string, resources: readonly Resource[]): AccountDemo {
  const namespace = resources.find(({ type }) => type === "kubernetes:core/v1:Namespace");
  const { labels = {}, annotations = {} } = (namespace?.inputs?.metadata ?? {}) as Metadata;
  const url = urlIn(resources);
  return {
    ...{ name, state: stateOf(resources, url), url },
    ...{ owner: labels[OWNER_LABEL], scope: annotations[SCOPE], follows: annotations[FOLLOWS] },
    ...{ created: instantOf(annotations[CREATED]), expires: instantOf(annotations[EXPIRES]) },
  };
}

/** The engine writes what a stack puts out at the end of an `up`. */
function urlIn(resources: readonly Resource[]): string | undefined {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const { frontend } = (stack?.outputs?.urls ?? {}) as Readonly<Record<string, unknown>>;
  return typeof frontend === "string" ? frontend : undefined;
}

function stateOf(resources: readonly Resource[], url: string | undefined): AccountDemoState {
  if (url === undefined) {
    return "not complete";
  }
  const deployments = resources.filter(({ type }) => type === "kubernetes:apps/v1:Deployment");
  const isAsleep = deployments.every(
    ({ inputs }) => (inputs?.spec as { replicas?: number } | undefined)?.replicas === 0,
  );
  return isAsleep ? "asleep" : "up";
}
