import type { Amount } from "./amount";

/** A resource as the program asks for it. */
export interface Resource {
  /** Type token, such as `aws:rds/instance:Instance`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Whether it is paid for as long as it is there, or by how much it is used. */
export type CostKind = "fixed" | "usage";

/** So much of something that has a price, in a month. */
export interface Part {
  /** For people: `m5.large, 1 to 2 nodes`. */
  readonly what: string;
  readonly kind: CostKind;
  readonly quantity: Amount;
  /** Its name in the price file. */
  readonly price: string;
  /** The name of a lower price that it may have, such as the one of spot. @default - it has one price */
  readonly lowestPrice?: string;
}

/** What one part of a resource costs a month. */
export interface CostLine extends Omit<Part, "price" | "lowestPrice"> {
  readonly resource: string;
  readonly type: string;
  /** In US dollars. */
  readonly amount: Amount;
  /** How it was reckoned: `730 × $0.10 per cluster-hour`. */
  readonly how: string;
}

/** What may cost something, and nobody knows how much. */
export interface NotKnown {
  readonly resource: string;
  readonly type: string;
  readonly why: string;
}
