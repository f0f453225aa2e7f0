import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The kernel's lists of TCP sockets. @see https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html */
const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];
const LISTEN = "0A";

/** Another program that has a port. */
export interface Listener {
  readonly pid: number;
  readonly name: string;
}

/** @returns undefined if it is another user's, or if this system does not tell */
export function listenerAt(port: number): Listener | undefined {
  const sockets = TABLES.filter(existsSync).flatMap((table) => listening(readFileSync(table, "utf8"), port));
  const links = sockets.map((inode) => `socket:[${inode}]`);
  const pids = links.length === 0 ? [] : readdirSync("/proc").map(Number).filter(Number.isInteger);
  const pid = pids.find((candidate) => openFiles(candidate).some((file) => links.includes(file)));
  return pid === undefined ? undefined : { pid, name: readFileSync(`/proc/${pid}/comm`, "utf8").trim() };
}

/** `port 8080 is taken by nginx (process 1234)` */
export function takenText(port: number): string {
  const listener = listenerAt(port);
  return `port ${port} is taken by ${listener === undefined ? "another program" : `${listener.name} (process ${listener.pid})`}`;
}

/** The inodes of the sockets that listen on a port. */
function listening(table: string, port: number): readonly string[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address = "", , state]) => address.endsWith(end) && state === LISTEN)
    .flatMap((columns) => columns[9] ?? []);
}

function openFiles(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return orNothing(() =>
    readdirSync(folder).flatMap((descriptor) => orNothing(() => [readlinkSync(`${folder}/${descriptor}`)])),
  );
}

/** What is another user's can't be read, and what was closed meanwhile is not there. */
function orNothing(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
