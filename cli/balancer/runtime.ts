import { connect } from "node:net";
import { BACKEND } from "../../components/balancer/haproxy";
import { type MigrationPlan, type Placement, type Side, SIDES } from "../../components/balancer/plan";
import { UserError } from "../../engine/user-error";
import type { ServerReading } from "../../release/traffic-move";

/** One of the balancers: how it is called, and the unix socket of its runtime API. */
export interface Balancer {
  readonly name: string;
  readonly socket: string;
}

const PATIENCE_MS = 5_000;

/**
 * Asks HAProxy's runtime API. Several commands may stand behind each other, with `;` between them.
 * @throws {UserError} if nobody answers at the socket
 * @see https://docs.haproxy.org/2.6/management.html#9.3
 */
function asked({ name, socket }: Balancer, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const fail = (reason: string) =>
      reject(
        new UserError(
          `balancer ${name} does not answer at ${socket} (${reason}). Nothing else was changed, and traffic stays where it was. ` +
            `Start that HAProxy, or correct its socket in the plan's file.`,
        ),
      );
    const connection = connect(socket, () => connection.end(`${command}\n`));
    connection.setTimeout(PATIENCE_MS, () => connection.destroy(new Error("no answer in 5 s")));
    connection.on("data", (part) => parts.push(part));
    connection.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    connection.on("end", () => resolve(Buffer.concat(parts).toString()));
  });
}

/** What a balancer says of both servers. @throws {UserError} if it does not know them */
export async function read(
  balancer: Balancer,
  { servers }: MigrationPlan,
): Promise<Readonly<Record<Side, ServerReading>>> {
  const rows = rowsOf(await asked(balancer, `show stat ${BACKEND} 4 -1`));
  const states = rowsOf(await asked(balancer, `show servers state ${BACKEND}`).then(withoutVersion), " ");
  const reading = (side: Side) => {
    const { name } = servers[side];
    const row = rows.find(({ svname }) => svname === name);
    const state = states.find(({ srv_name }) => srv_name === name);
    if (row === undefined || state === undefined) {
      throw new UserError(
        `balancer ${balancer.name} has no server ${name} in ${BACKEND}. Traffic stays where it was. ` +
          `Start it with the configuration of this plan: npx thoughts migrate render.`,
      );
    }
    return readingOf(row, state);
  };
  return { old: reading("old"), new: reading("new") };
}

type Row = Readonly<Record<string, string | undefined>>;

/** The first line is the version of the format. */
function withoutVersion(text: string): string {
  return text.replace(/^1\n/, "");
}

/** Rows of a table whose first line begins with `# ` and names the columns. */
function rowsOf(text: string, separator = ","): readonly Row[] {
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.replace(/^# /, "").split(separator);
  return lines.map((line) =>
    Object.fromEntries(line.split(separator).map((value, index) => [names[index] ?? "", value])),
  );
}

/**
 * Bits of `srv_admin_state`: maintenance by hand, inherited, or for want of an address or a name; drain, by hand or inherited.
 * @see https://docs.haproxy.org/2.6/management.html#9.3 for `show servers state`
 */
const MAINT = 0x01 | 0x02 | 0x20 | 0x40;
const DRAIN = 0x08 | 0x10;

function readingOf(row: Row, state: Row): ServerReading {
  const number = (column: string) => Number(row[column] ?? 0);
  const admin = Number(state.srv_admin_state);
  const weight = Number(state.srv_uweight);
  const placement: Placement =
    (admin & MAINT) !== 0
      ? { state: "maint" }
      : (admin & DRAIN) !== 0 || weight === 0
        ? { state: "drain" }
        : { state: "ready", weight };
  return {
    // 2 is up, 3 is up and ends; a server in maintenance is not checked.
    healthy: placement.state !== "maint" && ["2", "3"].includes(state.srv_op_state ?? ""),
    placement,
    sessions: number("scur"),
    requests: number("req_tot") || number("stot"),
    errors: number("hrsp_5xx") + number("econ") + number("eresp"),
    milliseconds: number("rtime"),
  };
}

/**
 * Puts both servers where they are to be: the one that gets requests first, so that there is one at every moment.
 * @throws {UserError} if it does not, or says why not
 */
export async function place(
  balancer: Balancer,
  { servers }: MigrationPlan,
  placements: Readonly<Record<Side, Placement>>,
): Promise<void> {
  const [ready, others] = [true, false].map((isReady) =>
    SIDES.filter((side) => (placements[side].state === "ready") === isReady),
  );
  const commands = [...(ready ?? []), ...(others ?? [])].flatMap((side) =>
    commandsOf(`${BACKEND}/${servers[side].name}`, placements[side]),
  );
  const said = (await asked(balancer, commands.join("; "))).trim();
  if (said !== "") {
    throw new UserError(`balancer ${balancer.name} refused ${commands.join("; ")}: ${said}`);
  }
}

function commandsOf(server: string, placement: Placement): readonly string[] {
  const state = `set server ${server} state ${placement.state}`;
  return placement.state === "ready" ? [`set server ${server} weight ${placement.weight}`, state] : [state];
}
