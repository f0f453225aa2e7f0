/** Why something can't be, and another way, for people. */
export interface Refusal {
  readonly kind: "refused";
  readonly reason: string;
}

export function refused(reason: string): Refusal {
  return { kind: "refused", reason };
}
