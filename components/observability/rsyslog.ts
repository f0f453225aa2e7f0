/** Where services send their lines, over UDP and TCP (docs/system.md#ports). */
export const SYSLOG_PORT = 5140;

/** The one folder that the pod's containers share. Who follows a file there follows it over its rotation. */
export const LOG_FOLDER = "/var/log";

/** Bytes after which the file is put aside (docs/system.md#logs). */
export const ROTATION_BYTES = 5_000_000;

/** Where lines go beside the file. */
export type LogSink =
  /** Nowhere: what is rotated away is gone with the pod. */
  | { readonly kind: "none" }
  /** To what takes the lines that pods print: each line once more on the standard output. */
  | { readonly kind: "console" }
  /** To another syslog over TCP. What it does not take at once is kept on disk, and sent later. */
  | { readonly kind: "syslog"; readonly host: string; readonly port: number };

/** Who is sent the lines that make entries in an error tracker, over TCP, each as it is in the file. */
export interface ErrorSink {
  /** Name of its Service, and label `app` of its pods. */
  readonly host: string;
  readonly port: number;
  /** Lines within a minute after which the next ones are left out, until the minute is over. */
  readonly linesPerMinute: number;
}

/** Lines in memory, before the next ones are dropped. */
const QUEUE = 100_000;

/** Those that wait for the error tracker. They are in the file too. */
const ERROR_QUEUE = 1_000;

/** What a container prints to. */
export const CONSOLE = "/dev/stdout";

/** Lines sent on are kept on disk up to this. */
export const SINK_DISK = "64m";

/**
 * rsyslog's configuration: every line into one file (docs/system.md#logs). A full file is archived. Statistics of what was
 * dropped go into a file of their own, which `mtail` reads.
 * @see https://www.rsyslog.com/doc/configuration/modules/omfile.html
 */
export function rsyslogConfiguration(sink: LogSink, errors?: ErrorSink): string {
  const rotation = (file: string) =>
    `rotation.sizeLimit="${ROTATION_BYTES}" rotation.sizeLimitCommand="/etc/rsyslog.d/archive.sh ${LOG_FOLDER}/${file}"`;
  return `global(workDirectory="/var/spool/rsyslog" umask="0022")
module(load="imudp")
module(load="imtcp")
module(load="impstats" interval="15" format="json" resetCounters="off" ruleset="statistics")

input(type="imudp" port="${SYSLOG_PORT}" rcvbufSize="1m" ruleset="lines")
input(type="imtcp" port="${SYSLOG_PORT}" ruleset="lines")

template(name="statistics" type="list") {
  property(name="msg")
  constant(value="\\n")
}
${errors === undefined ? "" : ERROR_TEMPLATE}
ruleset(name="lines" queue.type="LinkedList" queue.size="${QUEUE}") {
  action(type="omfile" file="${LOG_FOLDER}/syslog" template="RSYSLOG_TraditionalFileFormat"
    fileCreateMode="0640" dirCreateMode="0755" ${rotation("syslog")})
${forwarding(sink)}${errors === undefined ? "" : reporting(errors)}}

ruleset(name="statistics") {
  action(type="omfile" file="${LOG_FOLDER}/statistics" template="statistics" fileCreateMode="0640" ${rotation("statistics")})
}
`;
}

function forwarding(sink: LogSink): string {
  switch (sink.kind) {
    case "none":
      return "";
    case "console":
      // It has a queue of its own, so that one that nobody reads does not hold up the file.
      return `  action(type="omfile" file="${CONSOLE}" template="RSYSLOG_TraditionalFileFormat" queue.type="LinkedList"
    queue.size="${QUEUE}" queue.timeoutEnqueue="0")
`;
    case "syslog":
      return `  action(type="omfwd" target="${sink.host}" port="${sink.port}" protocol="tcp" action.resumeRetryCount="-1"
    queue.type="LinkedList" queue.size="${QUEUE}" queue.filename="sink" queue.maxDiskSpace="${SINK_DISK}" queue.saveOnShutdown="on")
`;
    default:
      return sink satisfies never;
  }
}

/** As in the file, without the end of the line. */
const ERROR_TEMPLATE = `
template(name="error" type="string" string="%TIMESTAMP% %HOSTNAME% %syslogtag%%msg:::sp-if-no-1st-sp%%msg:::drop-last-lf%")
`;

/**
 * By the level that `mtail` counts lines by, and what is worse. The queue is its own, so that a tracker that is away holds up nothing.
 * @see https://www.rsyslog.com/doc/configuration/modules/omfwd.html
 */
function reporting({ host, port, linesPerMinute }: ErrorSink): string {
  return `  if re_match($msg, "^ ?\\\\[[^ ]+\\\\] (ERROR|CRITICAL) ") then {
    action(type="omfwd" target="${host}" port="${port}" protocol="tcp" template="error" ratelimit.interval="60"
      ratelimit.burst="${linesPerMinute}" action.resumeRetryCount="-1" queue.type="LinkedList" queue.size="${ERROR_QUEUE}"
      queue.timeoutEnqueue="0")
  }
`;
}

/**
 * Makes room for a new file: `file` is `file.1` then, and so on. rsyslog runs it with the file closed, and opens a new one.
 * @param archives how many are kept
 */
export function archiveScript(archives: number): string {
  return `#!/bin/sh
set -eu
file=$1
number=${archives}
while [ "$number" -gt 1 ]; do
  older=$number
  number=$((number - 1))
  if [ -e "$file.$number" ]; then mv "$file.$number" "$file.$older"; fi
done
mv "$file" "$file.1"
`;
}

/** What mtail makes of both files: lines by service and level, and lines that did not get here. */
export const LINE_METRICS = `counter log_lines_total by app, level
counter log_lines_received_total by input
counter log_lines_discarded_total by queue
counter log_write_failures_total

getfilename() =~ /syslog$/ {
  # Nov  5 09:07:03 host tag: [time] LEVEL [request] module: message
  /^\\w+ +\\d+ \\S+ \\S+ (?P<tag>[a-z_]+): \\[\\S+\\] (?P<level>[A-Z]+) / {
    log_lines_total[subst("_", "-", $tag)][$level]++
  }
}

getfilename() =~ /statistics$/ {
  /"name": "(?P<input>im(?:udp|tcp))[^"]*IPv4[^"]*", .*"submitted": (?P<lines>\\d+)/ {
    log_lines_received_total[$input] = int($lines)
  }
  /"name": "(?P<queue>[^"]+)", "origin": "core.queue".*"discarded.full": (?P<full>\\d+), "discarded.nf": (?P<unused>\\d+)/ {
    log_lines_discarded_total[$queue] = int($full) + int($unused)
  }
  /"name": "action-0-[^"]+", "origin": "core.action".*"failed": (?P<failures>\\d+)/ {
    log_write_failures_total = int($failures)
  }
}
`;
