import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const PROVIDER = readFileSync(join(__dirname, "server-changes-provider.js"), "utf8");

/** What a server takes in its maintenance window, by the name that the cloud has for it. */
export type WindowSettings = Readonly<Record<string, pulumi.Input<string | number | boolean>>>;

export interface ServerChangesArgs {
  /** Whether RDS runs the server, or a pod of ours with a volume. */
  readonly kind: "rds" | "volume";
  /** The server, for people. */
  readonly server: string;
  /** Version of PostgreSQL: `15`, `15.20`. */
  readonly version: pulumi.Input<string>;
  /**
   * The major version that a change may bring it to.
   * @default - no other than it has
   */
  readonly upgradeTo?: string | undefined;
  /** @default - nothing waits: changes are applied at once */
  readonly maintenance?:
    | {
        /** Weekly, in UTC: `tue:10:00-tue:11:00`. */
        readonly window: pulumi.Input<string>;
        readonly settings: WindowSettings;
        /** Whether this change, and whatever waits, is applied at once all the same. */
        readonly applyImmediately: pulumi.Input<boolean>;
      }
    | undefined;
}

/** A change that was accepted, and is not made yet. */
export interface Waiting {
  readonly setting: string;
  readonly from: string | number | boolean;
  readonly to: string | number | boolean;
  /** ISO 8601: when the window starts in which it is made. */
  readonly at: string;
}

/**
 * The changes of a database server, in a preview too: a step to another major version of PostgreSQL that nobody allowed is
 * refused, and what waits for the maintenance window is known. The server depends on it. The state knows what the server
 * was; a program does not.
 */
export class ServerChanges extends pulumi.CustomResource {
  /** What waits, as of the last change; of a window that is over, nothing does. */
  declare private readonly waits: pulumi.Output<readonly Waiting[] | undefined>;
  readonly #server: string;

  constructor(name: string, args: ServerChangesArgs, opts: pulumi.CustomResourceOptions) {
    const { kind, server, version, upgradeTo, maintenance } = args;
    super(
      "pulumi-nodejs:dynamic/server-changes:ServerChanges",
      name,
      {
        __provider: PROVIDER,
        kind,
        server,
        version,
        ...(upgradeTo !== undefined && { upgradeTo }),
        settings: { ...maintenance?.settings },
        ...(maintenance !== undefined && { window: maintenance.window }),
        applyImmediately: maintenance?.applyImmediately ?? false,
        waits: undefined,
      },
      opts,
    );
    this.#server = server;
  }

  /** What people are told of changes that are not made yet; empty if there are none. */
  get notes(): pulumi.Output<readonly string[]> {
    // In a preview of a server that is new, nothing is known yet, and nothing waits.
    return this.waits.apply((waits = []) => waitingNotes(this.#server, waits, new Date()));
  }
}

/** One line for each change whose window is still to come. */
export function waitingNotes(server: string, waits: readonly Waiting[], now: Date): readonly string[] {
  return waits
    .filter(({ at }) => new Date(at) > now)
    .map(
      ({ setting, from, to, at }) =>
        `${server}: ${setting} goes from ${String(from)} to ${String(to)} in the maintenance window from ` +
        `${at.slice(0, 16).replace("T", " ")} UTC on, and not before; the server may be away for minutes then. To have it ` +
        `at once, with all else that waits: aws rds modify-db-instance --db-instance-identifier ${server} --apply-immediately`,
    );
}
