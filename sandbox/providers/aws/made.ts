import type { JsonObject } from "../wire/json";

/** A resource as it is after an `up`: no value is unknown, and secrets are in the clear. */
export interface Made {
  /** As the engine writes it: `aws:ecr/repository:Repository`. */
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: JsonObject;
  /** Inputs and outputs. */
  readonly properties: JsonObject;
}
