import { parse } from "ipaddr.js";
import { checkPort } from "../base/port";
import type { Problem } from "../base/problems";
import { type MigrationPlan, type Placement, type Side, SIDES, type Stickiness } from "./plan";

/** The frontend of the original, and the one backend behind it (docs/system.md, statement 31). */
export const FRONTEND = "haproxynode";
export const BACKEND = "backendnodes";
/** The statistics page, for people on the same machine or network. */
export const STATISTICS = "stats";

/** What one running HAProxy is told beside the plan. */
export interface HaproxyProcess {
  /** Where clients come in. */
  readonly listen: Endpoint;
  /** The statistics page. It is read-only: states change through the socket, so that the plan's file knows of them. */
  readonly statistics: Endpoint;
  /** The unix socket of the runtime API. Only its owner may use it. */
  readonly socket: string;
  /** Where log lines go. @default "stdout", as containers do */
  readonly log?: "stdout" | "syslog";
}

export interface Endpoint {
  /** An IPv4 address of this machine. */
  readonly address: string;
  readonly port: number;
}

/** The user and the password of the statistics page are these variables of HAProxy's environment. They have no default. */
export const STATISTICS_USER = "STATS_USER";
export const STATISTICS_PASSWORD = "STATS_PASSWORD";

/** Where a statistics page may be: on the machine itself, or in a network that the internet has no way into. */
const PRIVATE_RANGES = ["loopback", "private", "uniqueLocal", "carrierGradeNat"];

/** A path that is one word of the configuration. A unix socket's path has at most 107 bytes (unix(7)). */
const SOCKET = /^\/[\w./-]{1,106}$/;

export function checkHaproxyProcess({ listen, statistics, socket }: HaproxyProcess): readonly Problem[] {
  return [
    ...checkEndpoint("listen", listen),
    ...checkEndpoint("statistics", statistics),
    ...(isAddress(statistics.address) && !PRIVATE_RANGES.includes(parse(statistics.address).range())
      ? [
          {
            path: "statistics.address",
            message:
              `${statistics.address} can be reached from anywhere; the statistics page has to be on a loopback or private ` +
              `address. Use 127.0.0.1.`,
          },
        ]
      : []),
    ...(SOCKET.test(socket)
      ? []
      : [
          {
            path: "socket",
            message: `"${socket}" is no path of a unix socket; use an absolute path without spaces, of at most 107 characters.`,
          },
        ]),
  ];
}

function checkEndpoint(path: string, { address, port }: Endpoint): readonly Problem[] {
  const addressProblem = {
    path: `${path}.address`,
    message: `"${address}" is no IPv4 address; use one of this machine's, such as 127.0.0.1.`,
  };
  return [...(isAddress(address) ? [] : [addressProblem]), ...checkPort(`${path}.port`, port)];
}

function isAddress(text: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
}

/**
 * HAProxy's configuration for one position of a plan, for 2.6 LTS and later. A process that starts with it does at once what
 * the runtime API would tell it: a drained server has the weight 0, one in maintenance is disabled.
 *
 * Without a user and a password for the statistics page HAProxy refuses to start.
 * @see https://docs.haproxy.org/2.6/configuration.html
 */
export function renderHaproxy(
  plan: MigrationPlan,
  placements: Readonly<Record<Side, Placement>>,
  { listen, statistics, socket, log = "stdout" }: HaproxyProcess,
): string {
  const sections = [
    [STATISTICS_USER, STATISTICS_PASSWORD].flatMap(demandSet),
    [
      "global",
      log === "stdout" ? "    log stdout format raw local0 info" : "    log /dev/log local0 info",
      // Left to itself it takes all that its limit of open files lets it, which in a container may be too much memory.
      "    maxconn 4000",
      `    stats socket ${socket} mode 600 level admin expose-fd listeners`,
      "    stats timeout 30s",
    ],
    DEFAULTS,
    RESOLVERS,
    [`frontend ${FRONTEND}`, `    bind ${endpoint(listen)}`, `    default_backend ${BACKEND}`],
    backend(plan, placements),
    [
      `frontend ${STATISTICS}`,
      `    bind ${endpoint(statistics)}`,
      "    stats enable",
      "    stats uri /",
      "    stats hide-version",
      "    stats refresh 5s",
      `    stats auth "\${${STATISTICS_USER}}:\${${STATISTICS_PASSWORD}}"`,
    ],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** @see https://docs.haproxy.org/2.6/configuration.html#2.4 for conditions, which see variables of the environment */
function demandSet(variable: string): readonly string[] {
  return [
    `.if streq("$${variable}","")`,
    `    .alert "the statistics page needs a user and a password; set ${variable}"`,
    ".endif",
  ];
}

/** Times of the original (docs/system.md), and what it left open. */
const DEFAULTS = [
  "defaults",
  "    mode http",
  "    log global",
  "    option httplog",
  "    option dontlognull",
  // A request that its server refuses goes to the other one: it was not sent yet, so it is safe for every method.
  "    option redispatch 1",
  "    retries 3",
  "    retry-on conn-failure",
  "    timeout connect 5000ms",
  "    timeout client 50000ms",
  "    timeout server 50000ms",
  "    timeout http-request 10s",
  "    timeout http-keep-alive 10s",
  "    timeout queue 10s",
  "    timeout check 2s",
];

/** Where names are looked up again and again: the addresses behind the name of an AWS load balancer change. */
const RESOLVERS = ["resolvers system", "    parse-resolv-conf", "    hold valid 10s", "    accepted_payload_size 8192"];

function backend(plan: MigrationPlan, placements: Readonly<Record<Side, Placement>>): readonly string[] {
  const { check, servers, host, stickiness } = plan;
  const { status = 200, intervalSeconds = 2 } = check;
  return [
    `backend ${BACKEND}`,
    ...balance(stickiness),
    "    option forwardfor",
    "    http-request set-header X-Forwarded-Port %[dst_port]",
    "    http-request set-header X-Forwarded-Proto https if { ssl_fc }",
    "    option httpchk",
    `    http-check send meth GET uri ${check.path} ver HTTP/1.1 hdr Host ${host}`,
    `    http-check expect status ${status}`,
    `    default-server check inter ${intervalSeconds}s fall 3 rise 2`,
    ...SIDES.map((side) => {
      const { name, address, port } = servers[side];
      const cookie = stickiness.kind === "cookie" ? ` cookie ${name}` : "";
      return `    server ${name} ${address}:${port}${lookUp(address)}${cookie} ${inWords(placements[side])}`;
    }),
  ];
}

/**
 * A hash that is the same in each process keeps a client where it is, whichever process it meets, and needs no table of clients
 * that they would have to share.
 */
function balance(stickiness: Stickiness): readonly string[] {
  switch (stickiness.kind) {
    case "none":
      return ["    balance roundrobin"];
    case "cookie":
      return [
        "    balance roundrobin",
        `    cookie ${FRONTEND} insert indirect nocache httponly maxlife ${stickiness.seconds}s`,
      ];
    case "source":
      return ["    balance source", "    hash-type consistent"];
    default:
      return stickiness satisfies never;
  }
}

/** A name that can't be looked up when HAProxy starts must not keep the other server from serving. */
function lookUp(address: string): string {
  return isAddress(address) ? "" : " resolvers system resolve-prefer ipv4 init-addr last,libc,none";
}

function inWords(placement: Placement): string {
  switch (placement.state) {
    case "ready":
      return `weight ${placement.weight}`;
    case "drain":
      return "weight 0";
    case "maint":
      return "weight 0 disabled";
    default:
      return placement satisfies never;
  }
}

function endpoint({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}
