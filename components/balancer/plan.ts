/** The system that is left, and the one that takes over. */
export const SIDES = ["old", "new"] as const;
export type Side = (typeof SIDES)[number];

/** Where a side answers. Both must accept the same Host header (docs/balancer.md). */
export interface BalancedServer {
  /** What the balancer calls it, in its statistics too. */
  readonly name: string;
  /** A host or an IPv4 address. */
  readonly address: string;
  readonly port: number;
}

/** The request that tells whether a server can serve. It is the same one for both. */
export interface HealthCheck {
  readonly path: string;
  /** The status that a healthy server answers with. @default 200 */
  readonly status?: number;
  /** Seconds between two of them. @default 2 */
  readonly intervalSeconds?: number;
}

/** Whether a client stays with the server that it met first. */
export type Stickiness =
  /** Each request goes by weight alone. */
  | { readonly kind: "none" }
  /** The balancer sets a cookie, which holds for so many seconds. */
  | { readonly kind: "cookie"; readonly seconds: number }
  /** A client's address decides. It moves as soon as the weights say so. */
  | { readonly kind: "source" };

/** What an ALB can do of it: it knows no stickiness by address. */
export type CookieOrNone = Exclude<Stickiness, { readonly kind: "source" }>;

/** What the new server has to keep to before the next stage, counted from the start of this one. */
export interface StageGate {
  /** Fewer requests say nothing: the gate stays shut. */
  readonly leastRequests: number;
  /** The most answers of 5xx and broken connections, in percent of the requests. */
  readonly mostErrorsPercent: number;
  /** The longest mean answer, in milliseconds. @default - not judged */
  readonly mostMilliseconds?: number;
}

export interface Stage {
  readonly name: string;
  /** Shares in whole percent. They add up to 100. */
  readonly weights: Readonly<Record<Side, number>>;
  /** How long it has to hold before the next one. */
  readonly soakSeconds: number;
  readonly gate: StageGate;
  /** Where `back` leads. No stage is without a way back, and none leads forwards. @default "previous" */
  readonly back?: "previous" | "start";
}

/** How traffic moves from one system to another, as data. Before its first stage all requests go to the old one. */
export interface MigrationPlan<Sticky extends Stickiness = Stickiness> {
  readonly name: string;
  /** The host that people ask for, and that checks ask for too. */
  readonly host: string;
  readonly servers: Readonly<Record<Side, BalancedServer>>;
  readonly check: HealthCheck;
  readonly stickiness: Sticky;
  /** How long sessions may take to end before a server may be taken off. */
  readonly drainSeconds: number;
  readonly stages: readonly [Stage, ...Stage[]];
}

/** Where every plan begins, and where each way back ends. */
export const START = "start";

/** One position of a plan; the start is one too. */
export interface Position extends Pick<Stage, "name" | "weights"> {
  /** @default - undefined at the start, which may be left as soon as the new server is well */
  readonly stage?: Stage;
}

/** All of them, the start first. */
export function positionsOf({ stages }: Pick<MigrationPlan, "stages">): readonly [Position, ...Position[]] {
  return [
    { name: START, weights: { old: 100, new: 0 } },
    ...stages.map((stage) => ({ name: stage.name, weights: stage.weights, stage })),
  ];
}

/** What a server is to do, in HAProxy's words: with `drain` only sessions that it has go on, with `maint` none. */
export type Placement =
  { readonly state: "ready"; readonly weight: number } | { readonly state: "drain" } | { readonly state: "maint" };

/** A server that somebody has taken out of a stage by hand. One at most, so one always serves. */
export interface Hold {
  readonly side: Side;
  readonly state: "drain" | "maint";
}

/** What both servers do at a position. A share of 0 drains: the server is checked, and keeps the sessions that it has. */
export function placementsAt({ weights }: Pick<Position, "weights">, hold?: Hold): Readonly<Record<Side, Placement>> {
  const placement = (side: Side): Placement =>
    hold?.side === side
      ? { state: hold.state }
      : weights[side] === 0
        ? { state: "drain" }
        : { state: "ready", weight: weights[side] };
  return { old: placement("old"), new: placement("new") };
}

export function otherSide(side: Side): Side {
  return side === "old" ? "new" : "old";
}
