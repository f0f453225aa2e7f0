import { UserError } from "../../../engine/user-error";
import { readOutputs } from "../../../engine/pulumi/state";
import { originOf, readDemo } from "../../env/demo-file";
import { demoCalled } from "../../env/demos";
import { costHere } from "../../env/cost-here";
import { leaseRows } from "../../env/lease-text";
import { checkDemoName } from "../../env/name";
import { ENGINE } from "../../folders";
import type { EnvironmentStatus } from "../../status/environment-status";
import { localStatus } from "../../status/local-status";
import { lookAt } from "../../status/look";
import { statusText } from "../../status/status-text";
import { table } from "../../table";
import { readyText, Workloads } from "../../workloads";

/** `env show`: whose a demo is, until when, and what runs in it. Changes nothing. */
export async function show(name: string, { json = false }: { readonly json?: boolean }): Promise<void> {
  checkDemoName(name);
  demoCalled(name);
  const settings = readDemo(name);
  const now = new Date();
  const inside = await insideOf(name);
  if (json) {
    console.log(JSON.stringify({ name, ...settings, ...(inside.found ?? { problem: inside.problem }) }));
    return;
  }
  const cost = await costHere(name);
  const lease = [...leaseRows(settings, now), ...(cost === undefined ? [] : ([["cost", cost]] as const))];
  const rows = table(lease.map(([title, value]) => [`  ${title}`, value]));
  const state =
    inside.found !== undefined
      ? `${statusText(inside.found, now)}\n\n${inside.ready}.`
      : `${inside.problem} Bring it up: npx thoughts env clone ${originOf(settings)} ${name}`;
  console.log([name, ...rows, "", state].join("\n"));
}

/** What runs in it, or why that can't be said. */
type Inside =
  | { readonly found: EnvironmentStatus; readonly ready: string }
  | { readonly found?: undefined; readonly problem: string };

async function insideOf(name: string): Promise<Inside> {
  const local = await localStatus();
  if (!local.isUp) {
    return { problem: "Nothing is up in this clone." };
  }
  const { namespace } = readOutputs(ENGINE, name);
  if (typeof namespace !== "string") {
    return { problem: "It is not up here, or not complete." };
  }
  if ("problem" in local.inside) {
    throw new UserError(local.inside.problem);
  }
  const { tools, platform } = local;
  const workloads = await new Workloads(tools, platform, namespace, name).list();
  return { found: await lookAt(tools, platform, namespace, workloads, name), ready: readyText(workloads) };
}
