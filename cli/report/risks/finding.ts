import type { Change } from "../../../engine/pulumi/change";
import type { Level, RiskKind } from "../report";

/** A risk of one change, before it is told whose it is. */
export interface Finding {
  readonly level: Level;
  readonly kind: RiskKind;
  readonly what: string;
}

/** Finds risks of one kind in a change. */
export type Finder = (change: Change) => readonly Finding[];
