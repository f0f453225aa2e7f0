import { type DemoSettings, expiryOf, isSignedOff } from "../../stacks/demo-settings";
import { SERVICES } from "../../infra/system";
import { durationText } from "../duration";
import { minuteText } from "../minute-text";

/** From when on people are warned that a demo ends. */
export const WARNED_MS = 12 * 3_600_000;

/** `ends in 45 h`, `ended 3 h ago` */
export function remainingText(expires: Date, now: Date): string {
  const left = expires.getTime() - now.getTime();
  return left > 0 ? `ends in ${durationText(left)}` : `ended ${durationText(-left)} ago`;
}

/** The same with the time. */
export function endText({ demo }: DemoSettings, now: Date): string {
  const expires = expiryOf(demo);
  return `${remainingText(expires, now)}, at ${minuteText(expires)}`;
}

/** Whose a demo is, what it shows and until when: names and values. */
export function leaseRows(settings: DemoSettings, now: Date): readonly (readonly [name: string, value: string])[] {
  const { demo, source } = settings;
  const ago = (time: string) => `${minuteText(new Date(time))}, ${durationText(now.getTime() - Date.parse(time))} ago`;
  return [
    ["copy of", demo.copyOf === undefined ? source : `${demo.copyOf}, in the cluster of ${source}`],
    ["owner", demo.owner],
    ["scope", demo.scope],
    ["made", ago(demo.created)],
    ["changed", ago(demo.changed)],
    ["ends", `${minuteText(expiryOf(demo))}, ${remainingText(expiryOf(demo), now)}`],
    ["signed off", signOffText(settings)],
    ...(demo.follow === undefined ? [] : [["follows", followText(demo.follow)] as const]),
    ...(demo.asleep === true ? [["asleep", "none of its pods runs"] as const] : []),
  ];
}

/** `branch feature/search, at 4f2a91c` */
export function followText({ branch, commit }: Required<DemoSettings["demo"]>["follow"]): string {
  return `branch ${branch}, at ${commit}`;
}

/** Which versions were accepted is told where others run by now. */
export function signOffText(settings: DemoSettings): string {
  const { signOff } = settings.demo;
  if (signOff === undefined) {
    return "by nobody yet";
  }
  const versions = SERVICES.map((service) => `${service} ${signOff.versions[service]}`).join(", ");
  const by = `by ${signOff.by}, ${minuteText(new Date(signOff.at))}`;
  return isSignedOff(settings) ? by : `${by}, with other versions than now: ${versions}`;
}
