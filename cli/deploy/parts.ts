import { byService, type ServiceName } from "../../infra/system";
import { planChange, versionsOf } from "../../release/plan";
import type { Services } from "../../release/promotion";
import type { Before } from "./before";

/** The other services of a deployment, of which each comes in alone. */
export interface Others {
  /** Those that came in before it. */
  readonly before: readonly ServiceName[];
  /** Those that come in after it, which still are what they were. */
  readonly after: readonly ServiceName[];
}

/** What comes in by one `up`. */
export interface Part {
  readonly services: Services;
  /** What ran before, or why that is not known. */
  readonly before: Before | string;
  readonly others: Others;
}

/** A deployment, in the order in which its parts come in. */
export interface Parts {
  readonly first: readonly Part[];
  /** The whole of what the stack's file says. */
  readonly last: Part;
}

/**
 * Divides a change of several services: each comes in alone, in the order in which they need each other. A release set stays
 * whole, and so does a change of nothing but one service, or of what is not known.
 */
export function partsOf(services: Services, before: Before | string, together: boolean): Parts {
  const whole = { services, before, others: { before: [], after: [] } };
  if (together || typeof before === "string") {
    return { first: [], last: whole };
  }
  // A service that is new in the system did not run before, and waits for nothing.
  const ran: Services = byService((name) => (before.services as Partial<Services>)[name] ?? services[name]);
  const { steps, set } = planChange(versionsOf(ran), versionsOf(services));
  if (set !== undefined || steps.length < 2) {
    return { first: [], last: whole };
  }
  const order = steps.map(({ service }) => service);
  const withOnly = (count: number): Services =>
    byService((name) => (order.indexOf(name) < count ? services[name] : ran[name]));
  const beforeOf = (count: number): Before => ({
    commit: before.commit,
    services: count === 0 ? before.services : withOnly(count),
  });
  const first = order.slice(1).map((_, index) => ({
    services: withOnly(index + 1),
    before: beforeOf(index),
    others: { before: order.slice(0, index), after: order.slice(index + 1) },
  }));
  const others = { before: order.slice(0, -1), after: [] };
  return { first, last: { services, before: beforeOf(order.length - 1), others } };
}
