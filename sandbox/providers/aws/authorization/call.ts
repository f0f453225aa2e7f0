import type { JsonObject } from "../../wire/json";
import type { Thing } from "../cloud";

/** A call of AWS's API, as AWS authorizes it: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
export interface Call {
  /** `ec2:CreateVpc` */
  readonly action: string;
  /** ARNs of what it is about; what AWS has not named yet has `*` for its identifier. `*` if the action knows no resource. */
  readonly resources: readonly string[];
  /** Condition keys and their values; a key that AWS does not send is not there. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** A resource that is made, read, changed or deleted, and the account that it is in. */
export interface Subject {
  readonly account: string;
  readonly region: string;
  /** `aws` */
  readonly partition: string;
  /** The plain inputs, with `tagsAll` where it is tagged; after the change, for an update. */
  readonly inputs: JsonObject;
  /** Inputs and what AWS added: identifier and ARN among them. Only of what is there already. */
  readonly properties?: JsonObject;
  /** Only of what is there already. */
  readonly id?: string;
  /** The plain inputs before an update. */
  readonly olds?: JsonObject;
  /** Everything in the account: what others by its identifier, for their tags and names. */
  readonly things: readonly Thing[];
}

/** The calls that the official plugin makes for a resource of one type. */
export interface TypeCalls {
  readonly create: (subject: Subject) => readonly Call[];
  readonly read: (subject: Subject) => readonly Call[];
  readonly update: (subject: Subject) => readonly Call[];
  readonly remove: (subject: Subject) => readonly Call[];
}
