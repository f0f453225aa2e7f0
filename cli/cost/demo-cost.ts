import { HOURS } from "./assumptions";
import { moneyText, exactly } from "./amount";
import type { PriceFile } from "./price-list";

/** What pods ask for, and the disks that they have. */
export interface Asked {
  readonly milliCpu: number;
  readonly mebibytes: number;
  /** Of disks, in GiB. They stay while it sleeps. */
  readonly gib: number;
}

/** What a demo costs a month, in US dollars: its share of a node, and its disks. */
export interface DemoCost {
  /** As many nodes as it fills, such as 0.2. */
  readonly nodes: number;
  /** As long as its pods are as many as now. */
  readonly now: number;
  /** While nobody looks. */
  readonly asleep: number;
}

/** What staging's nodes are, in whose cluster demos stand. */
export const NODE = "m5.large";

/**
 * A node is full when its processors are given away, or its memory: the one of which a demo takes the greater share decides.
 * @returns undefined if the prices of nodes or disks are not known
 */
export function demoCost({ milliCpu, mebibytes, gib }: Asked, { prices, machines }: PriceFile): DemoCost | undefined {
  const [node, machine, disk] = [prices[`ec2/${NODE}`], machines[NODE], prices["ebs/gp3"]];
  if (node === undefined || machine === undefined || disk === undefined) {
    return undefined;
  }
  const nodes = Math.max(milliCpu / machine.milliCpu, mebibytes / machine.mebibytes);
  const asleep = gib * disk.usd;
  return { nodes, now: nodes * HOURS * node.usd + asleep, asleep };
}

/** `$6.41 a month, $0.16 asleep`, or what there is while it sleeps. */
export function demoCostText({ now, asleep, nodes }: DemoCost): string {
  return nodes === 0 ? `${money(asleep)} a month` : `${money(now)} a month, ${money(asleep)} asleep`;
}

/** What several come to. */
export function demosCostText(costs: readonly DemoCost[], region: string): string {
  const sum = (pick: (one: DemoCost) => number) => costs.reduce((all, one) => all + pick(one), 0);
  const nodes = Math.ceil(sum((one) => one.nodes));
  return (
    `On nodes such as staging's (${NODE} in ${region}) they cost ${money(sum(({ now }) => now))} a month, ` +
    `${nodes === 1 ? "1 node" : `${nodes} nodes`} of their own; all asleep, ${money(sum(({ asleep }) => asleep))}.`
  );
}

function money(usd: number): string {
  return moneyText(exactly(usd));
}
