import { Argument, type Command, InvalidArgumentError } from "commander";
import { SERVICES } from "../../../infra/system";
import type { SetChange } from "../../../release/set";
import { versionOf } from "../../../release/version-word";
import type { ChangeOptions } from "./change";
import { cause, changing } from "./options";

type Versions = Extract<SetChange, { kind: "start" }>["versions"];

interface WithCause extends ChangeOptions {
  readonly cause: string;
}

/** `release set`: several services changed as one, by blue-green. */
export function addSet(parent: Command): void {
  const command = parent
    .command("set")
    .description("change several services as one: switched together, and back together");
  changing(command, "start", "bring other versions in beside those that run; nobody is sent there yet")
    .addArgument(
      new Argument("<versions...>", "two services or more, such as thoughts-backend=v1.7 frontend=v3.8").argParser(
        versions,
      ),
    )
    .addOption(cause())
    .action((named: Versions, options: WithCause) =>
      changeSet({ kind: "start", versions: named, cause: options.cause }, options),
    );
  changing(command, "advance", "switch all of them to the new versions").action((options: ChangeOptions) =>
    changeSet({ kind: "advance" }, options),
  );
  changing(command, "finish", "make the new versions their own, and let the old ones go").action(
    (options: ChangeOptions) => changeSet({ kind: "finish" }, options),
  );
  changing(command, "abort", "take all of them back").action((options: ChangeOptions) =>
    changeSet({ kind: "abort" }, options),
  );
  changing(command, "rollback", "start a set with what ran before the newest finished one")
    .addOption(cause())
    .action((options: WithCause) => changeSet({ kind: "rollback", cause: options.cause }, options));
}

async function changeSet(wanted: SetChange, options: ChangeOptions): Promise<void> {
  await (await import("./change.js")).changeSet(wanted, options);
}

/** Takes one more `SERVICE=VERSION`, the version with its digest if wanted. */
function versions(text: string, before: Versions = new Map()): Versions {
  const [name = "", version = ""] = text.split("=");
  const service = SERVICES.find((one) => one === name);
  if (service === undefined || version === "") {
    throw new InvalidArgumentError(`write SERVICE=VERSION such as frontend=v3.8; services are ${SERVICES.join(", ")}.`);
  }
  if (before.has(service)) {
    throw new InvalidArgumentError(`${service} is named twice; name it once.`);
  }
  return new Map([...before, [service, versionOf(version)]]);
}
