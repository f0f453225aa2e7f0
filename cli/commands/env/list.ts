import colors from "picocolors";
import { listInAccount } from "../../env/account-list";
import type { AccountSource } from "../../env/account-source";
import { followText, remainingText, WARNED_MS } from "../../env/lease-text";
import { demoCostText, demosCostText } from "../../cost/demo-cost";
import { noPricesText } from "../../cost/price-list";
import { type DemoOverview, demoPrices, overview } from "../../env/overview";
import { NOTHING, sum } from "../../env/usage";
import { durationText } from "../../duration";
import { table } from "../../table";

export interface ListOptions {
  readonly json?: boolean;
  /** The environment on AWS whose demos these are. @default - those of this clone */
  readonly of?: AccountSource;
}

/** `env list`: every demo with its owner, its age, its end, its state and its versions. Changes nothing. */
export async function list({ json = false, of: source }: ListOptions): Promise<void> {
  if (source !== undefined) {
    await listInAccount(source, json);
    return;
  }
  const demos = await overview();
  if (json) {
    console.log(JSON.stringify(demos));
    return;
  }
  if (demos.length === 0) {
    console.log("There is no demo. Make one: npx thoughts env clone local demo-anna");
    return;
  }
  const now = new Date();
  const heads = table(demos.map((demo) => rowOf(demo, now)));
  const lines = demos.flatMap((demo, index) => [heads[index] ?? "", `  ${versionsText(demo)}`]);
  console.log([...lines, "", ...sumOf(demos, now)].join("\n"));
}

function rowOf({ name, source = "?", owner = "?", state, usage, created, expires, cost }: DemoOverview, now: Date) {
  const count = usage === undefined || state === "asleep" ? "" : ` ${usage.ready}/${usage.workloads}`;
  const age = created === undefined ? "" : `${durationText(now.getTime() - Date.parse(created))} old`;
  return [
    name,
    `of ${source}`,
    owner,
    `${state}${count}`,
    age,
    expires === undefined ? "" : remainingText(new Date(expires), now),
    cost === undefined ? "" : demoCostText(cost),
  ];
}

function versionsText({ name, versions, follow, signedOff }: DemoOverview): string {
  if (versions === undefined) {
    return `Pulumi.${name}.yaml is missing or not valid`;
  }
  const texts = Object.entries(versions).map(([service, tag]) => `${service} ${tag}`);
  const followed = follow === undefined ? "" : `, follows ${followText(follow)}`;
  return `${texts.join(", ")}${followed}${signedOff ? ", signed off" : ""}`;
}

/** What all of them take, and what is to be done. */
function sumOf(demos: readonly DemoOverview[], now: Date): readonly string[] {
  const { pods, milliCpu, mebibytes } = demos.reduce((all, { usage = NOTHING }) => sum(all, usage), NOTHING);
  const costs = demos.flatMap(({ cost }) => cost ?? []);
  const { region } = demoPrices();
  const isPriced = costs.length > 0 || demos.every(({ usage }) => usage === undefined);
  const left = ({ expires }: DemoOverview) => (expires === undefined ? Infinity : Date.parse(expires) - now.getTime());
  const ended = demos.filter((demo) => left(demo) <= 0);
  const ending = demos.filter((demo) => left(demo) > 0 && left(demo) <= WARNED_MS);
  return [
    `${demos.length === 1 ? "1 demo" : `${demos.length} demos`}: ${pods} pods ask for ${(milliCpu / 1_000).toFixed(1)} CPU and ${(mebibytes / 1_024).toFixed(1)} GiB.`,
    ...(costs.length > 0 ? [demosCostText(costs, region)] : []),
    ...(isPriced ? [] : [`What they cost is NOT KNOWN: ${noPricesText(region)}`]),
    ...(ended.length > 0 ? [colors.red(`${ended.length} ended; remove what has ended: npx thoughts env prune`)] : []),
    ...ending.map(({ name }) => colors.yellow(`${name} ends soon; keep it: npx thoughts env extend ${name} --ttl 48h`)),
  ];
}
