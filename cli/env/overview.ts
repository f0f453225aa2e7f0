import { readOutputs } from "../../engine/pulumi/state";
import { SERVICES } from "../../infra/system";
import { type DemoSettings, isSignedOff } from "../../stacks/demo-settings";
import { settingsIn } from "../account/settings";
import { type DemoCost, demoCost } from "../cost/demo-cost";
import { type PriceFile, pricesOf } from "../cost/price-list";
import { ENGINE, isUp, ROOT } from "../folders";
import { readPlatform } from "../platform";
import { urlsOf } from "../urls";
import { toolsFor } from "../tools";
import { demos, type Demo } from "./demos";
import { type Usage, usages } from "./usage";

/** Whether it runs: all of it, none of it because it sleeps, not all of it, or not at all. */
export type DemoState = "ready" | "asleep" | "not ready" | "not complete" | "not up here";

/** A demo as the list shows it. */
export interface DemoOverview {
  readonly name: string;
  readonly source: string | undefined;
  readonly state: DemoState;
  readonly url: string | undefined;
  readonly owner: string | undefined;
  readonly scope: string | undefined;
  readonly created: string | undefined;
  readonly expires: string | undefined;
  readonly signedOff: boolean;
  /** The branch whose images it runs, and their commit. @default - undefined: it follows none */
  readonly follow: DemoSettings["demo"]["follow"];
  /** Tags by service. @default - undefined if its file is missing or not valid */
  readonly versions: Readonly<Record<string, string>> | undefined;
  /** @default - undefined where nothing of it runs */
  readonly usage: Usage | undefined;
  /** On nodes such as staging's. @default - undefined where nothing of it runs, or prices are not known */
  readonly cost: DemoCost | undefined;
}

/** All demos of this clone. The cluster is asked once. */
export async function overview(): Promise<readonly DemoOverview[]> {
  const all = demos();
  const used = all.some(({ isHere }) => isHere) ? await usagesHere() : new Map<string, Usage>();
  const prices = demoPrices();
  return all.map((demo) => overviewOf(demo, used.get(demo.name), prices));
}

/** What runs in each namespace here, by its name. */
export async function usagesHere(): Promise<ReadonlyMap<string, Usage>> {
  const platform = readPlatform();
  return isUp() && platform !== undefined ? usages(await toolsFor(console.error), platform) : new Map<string, Usage>();
}

function overviewOf(
  { name, source, settings, expires, isHere }: Demo,
  usage: Usage | undefined,
  prices: PriceFile,
): DemoOverview {
  return {
    name,
    source,
    state: isHere ? stateOf(name, usage, settings?.demo.asleep === true) : "not up here",
    url: urlsOf(name).frontend,
    owner: settings?.demo.owner,
    scope: settings?.demo.scope,
    created: settings?.demo.created,
    expires: expires?.toISOString(),
    signedOff: settings !== undefined && isSignedOff(settings),
    follow: settings?.demo.follow,
    versions:
      settings && Object.fromEntries(SERVICES.map((service) => [service, settings.release.services[service].tag])),
    usage,
    cost: usage && demoCost(usage, prices),
  };
}

/** The prices of staging's region, where demos stand when they are no longer on this machine. */
export function demoPrices(): PriceFile {
  const { region } = settingsIn(ROOT, "staging");
  return pricesOf(typeof region === "string" ? region : "");
}

function stateOf(name: string, usage: Usage | undefined, asleep: boolean): DemoState {
  if (usage === undefined || readOutputs(ENGINE, name).namespace === undefined) {
    return "not complete";
  }
  if (usage.ready < usage.workloads) {
    return "not ready";
  }
  return asleep ? "asleep" : "ready";
}
