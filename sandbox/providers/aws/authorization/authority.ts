import type { Thing } from "../cloud";
import { Account } from "./account";
import type { Call } from "./call";
import type { Caller } from "./caller";
import { authorize } from "./evaluator";
import type { Ledger } from "./ledger";
import { accessDenied, remedyOf } from "./refusal";

export interface AuthorityArgs {
  /** The account's 12 digits. */
  readonly account: string;
  /** The name of the role that makes the calls. */
  readonly role: string;
  /** What is in the account from the beginning: its own stack's, the role among them. */
  readonly things: readonly Thing[];
  readonly ledger: Ledger;
}

/** What a session is called in the errors of a rehearsal. */
const SESSION = "rehearsal";

/** Judges calls of a role by the policies that its account has now. */
export class Authority {
  readonly caller: Caller;
  readonly things: readonly Thing[];
  readonly #account: string;
  readonly #role: string;
  readonly #ledger: Ledger;

  /** @throws {Error} if the account has no such role */
  constructor({ account, role, things, ledger }: AuthorityArgs) {
    this.caller = new Account(account, things).session(role, SESSION);
    this.things = things;
    this.#account = account;
    this.#role = role;
    this.#ledger = ledger;
  }

  /**
   * Judges calls, and writes down what allowed them, or that they were refused.
   * @param more what is in the account besides, now
   * @returns undefined if all are allowed; otherwise each refusal in AWS's words, with what to do about it
   */
  refusal(calls: readonly Call[], more: readonly Thing[]): string | undefined {
    const { policyOf } = new Account(this.#account, [...this.things, ...more]);
    const refused = calls.flatMap((call) => this.#refused(call, policyOf));
    return refused.length === 0 ? undefined : [...new Set(refused)].join("\n");
  }

  #refused(call: Call, policyOf: Account["policyOf"]): readonly string[] {
    const decision = authorize(call, this.caller, policyOf);
    const { action } = call;
    if (decision.kind === "allowed") {
      for (const { policy, statement } of decision.by) {
        this.#ledger.use({ role: this.#role, policy, statement, action });
      }
      return [];
    }
    return decision.refusals.map((refusal) => {
      const [says, remedy] = [accessDenied(call, this.caller, refusal), remedyOf(call, this.caller, refusal)];
      this.#ledger.deny({ role: this.#role, action, resource: refusal.resource, says, remedy });
      return `${says}\n${remedy}`;
    });
  }
}
