/**
 * The slot a Deployment's pods belong to. It is part of the selector from the first day, because a selector can't be
 * changed later: so a service can move to blue-green or canary without a new Deployment, and no Deployment or autoscaler
 * ever counts another one's pods (docs/system.md#names-and-labels).
 */
export type Slot = LiveSlot | typeof CANARY_SLOT;

/** The slots that take turns in being a service's own; a canary has a third one, which never becomes it. */
export const LIVE_SLOTS = ["blue", "green"] as const;
export type LiveSlot = (typeof LIVE_SLOTS)[number];

export const FIRST_SLOT: LiveSlot = "blue";
export const CANARY_SLOT = "yellow";

/** The one of the two that is not this one. */
export function otherSlot(slot: LiveSlot): LiveSlot {
  return slot === "blue" ? "green" : "blue";
}

/** What the object of a slot is called: in the first one like the service itself, elsewhere `green-frontend`. */
export function slotName(name: string, slot: Slot): string {
  return slot === FIRST_SLOT ? name : `${slot}-${name}`;
}

/** What a Service is called that selects a slot and nothing else, whichever slot is its service's own: `blue-frontend-service`. */
export function slotServiceName(name: string, slot: Slot): string {
  return `${slot}-${name}`;
}

export type Labels = Readonly<Record<string, string>>;

/** What a Deployment of `app` selects: never a version, never anything that changes. */
export function selectorLabels(app: string, slot: Slot): Labels {
  return { app, slot };
}

/**
 * The labels for people and tools, on every object of an application.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function commonLabels(name: string, partOf: string): Labels {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/part-of": partOf,
    "app.kubernetes.io/managed-by": "pulumi",
  };
}
