import { durationText } from "../duration";
import { table } from "../table";
import type { AccountDemo } from "./account-demo";
import type { AccountSource } from "./account-source";
import { remainingText } from "./lease-text";

/** The demos in an account, as people see them: each in a line, with its branch and address below. */
export function accountList(demos: readonly AccountDemo[], now: Date): readonly string[] {
  const heads = table(demos.map((demo) => rowOf(demo, now)));
  return demos.flatMap(({ url, follows, scope }, index) => [
    heads[index] ?? "",
    ...[
      [url, follows === undefined ? undefined : `follows ${follows}`].filter((text) => text !== undefined).join("  "),
      scope ?? "",
    ]
      .filter((line) => line !== "")
      .map((line) => `  ${line}`),
  ]);
}

function rowOf({ name, owner = "?", state, created, expires }: AccountDemo, now: Date): readonly string[] {
  return [
    name,
    owner,
    state,
    created === undefined ? "" : `${durationText(now.getTime() - created.getTime())} old`,
    expires === undefined ? "does not say when it ends" : remainingText(expires, now),
  ];
}

/** `env list --of`: the demos in an account, by their states. Changes nothing. */
export async function listInAccount(source: AccountSource, json: boolean): Promise<void> {
  const { withAccountDemos } = await import("./account-run.js");
  const say = json || !process.stderr.isTTY ? () => undefined : console.error;
  const demos = await withAccountDemos(source, say, (all) => all.all());
  if (json) {
    console.log(JSON.stringify(demos));
    return;
  }
  const none = [`There is no demo of ${source}. Make one: npx thoughts env clone ${source} demo-anna --up`];
  console.log((demos.length === 0 ? none : accountList(demos, new Date())).join("\n"));
}
