/**
 * The slot a Deployment's pods belong to. It is part of the selector from the first day, because a selector can't be
 * changed later: so a service can move to blue-green or canary without a new Deployment (seed-facts section 12).
 */
export type Slot = "blue" | "green";

export const FIRST_SLOT: Slot = "blue";

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
