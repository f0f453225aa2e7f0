import { createSocket } from "node:dgram";
import { hostname } from "node:os";
import { z } from "zod";
import { readVariables } from "./variables";

/** @see https://www.rfc-editor.org/rfc/rfc3164#section-4.1.1 */
const FACILITIES = { local0: 16, local1: 17, local2: 18 } as const;
const SEVERITIES = { ERROR: 3, INFO: 6 } as const;

export type Level = keyof typeof SEVERITIES;

/** What rsyslog tells services apart by. */
export interface Origin {
  readonly facility: keyof typeof FACILITIES;
  /** The tag before each line, such as `users_backend`. */
  readonly tag: string;
}

export interface Syslog {
  send(level: Level, line: string): void;
  close(): void;
}

const variables = z.object({
  NO_SYSLOG: z.string().optional(),
  SYSLOG_HOST: z.string().min(1).default("syslog"),
  SYSLOG_PORT: z.coerce.number().int().default(5140),
});

const SILENT: Syslog = { send: () => undefined, close: () => undefined };

/** Lines for rsyslog over UDP; a line that gets lost holds nobody up. With NO_SYSLOG nothing is sent. */
export function openSyslog(environment: NodeJS.ProcessEnv, { facility, tag }: Origin): Syslog {
  const { NO_SYSLOG, SYSLOG_HOST, SYSLOG_PORT } = readVariables(variables, environment);
  if (NO_SYSLOG !== undefined) {
    return SILENT;
  }
  const socket = createSocket("udp4").unref();
  socket.on("error", () => undefined);
  return {
    send: (level, line) => {
      const priority = FACILITIES[facility] * 8 + SEVERITIES[level];
      const packet = `<${priority}>${timestamp(new Date())} ${hostname()} ${tag}: ${line}`;
      socket.send(packet, SYSLOG_PORT, SYSLOG_HOST, () => undefined);
    },
    close: () => socket.close(),
  };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Nov  5 09:07:03`, in UTC: RFC 3164 has no zone. */
function timestamp(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, " ");
  return `${MONTHS[date.getUTCMonth()] ?? ""} ${day} ${date.toISOString().slice(11, 19)}`;
}
