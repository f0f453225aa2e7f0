import { join } from "node:path";
import { UserError } from "../../engine/user-error";
import { Authority } from "../providers/aws/authorization/authority";
import { type StateStore, readsState, writesState } from "../providers/aws/authorization/calls/state";
import { type Denial, Ledger, type Use } from "../providers/aws/authorization/ledger";
import { type UnusedRights, unusedRights } from "../providers/aws/authorization/unused";
import { Cloud, type Thing } from "../providers/aws/cloud";
import { renderAccount } from "../rendering/account";
import { configOf, type RecordingArgs } from "../rendering/recording";

/** Actions that change nothing: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html */
const LOOKS = /:(Decrypt|Describe|Get|Head|List|View)/;

/** The account that a rehearsal is in, as its own stack's program makes it: it says what roles may do. */
export class RehearsedAccount {
  readonly #args: RecordingArgs;
  readonly #folder: string;
  readonly #ledger: Ledger;

  /**
   * @param args the account's own stack
   * @param folder for all of it; made by {@link create}
   */
  constructor(args: RecordingArgs, folder: string) {
    this.#args = args;
    this.#folder = folder;
    this.#ledger = new Ledger(this.#ledgerFile);
  }

  /** @throws {UserError} with what the program complains about */
  create(): Promise<void> {
    return renderAccount(this.#args, this.#folder);
  }

  get #cloud(): string {
    return join(this.#folder, "cloud");
  }

  get #ledgerFile(): string {
    return join(this.#folder, "ledger.jsonl");
  }

  /** What the stand-in for AWS has to know to judge a role. @param role its name */
  variables(role: string): Readonly<Record<string, string>> {
    return {
      AWS_STAND_IN_ROLE: role,
      AWS_STAND_IN_ACCOUNT: this.#cloud,
      AWS_STAND_IN_LEDGER: this.#ledgerFile,
    };
  }

  roleArn(role: string): string {
    return this.#authority(role).caller.principalArn;
  }

  /**
   * Judges what the engine itself asks of AWS: here its state is in a folder, otherwise in the account's bucket.
   * @param stack whose state
   * @param changes whether the run changes something
   * @throws {UserError} with what AWS would say, and what to do about it
   */
  demandState(role: string, stack: string, changes: boolean): void {
    const authority = this.#authority(role);
    const store = this.#store(authority.things, stack);
    const refused = authority.refusal(changes ? writesState(store) : readsState(store), []);
    if (refused !== undefined) {
      throw new UserError(`${role} can't use the state of ${stack}: ${refused}`);
    }
  }

  /** What a role was refused. */
  denials(role: string): readonly Denial[] {
    return this.#ledger.denials().filter((denial) => denial.role === role);
  }

  /** Actions that a role was allowed and that do more than look. */
  changes(role: string): readonly string[] {
    return [...new Set(this.#uses(role).map(({ action }) => action))].filter((action) => !LOOKS.test(action));
  }

  /** Rights of a role that nothing has used yet. */
  unused(role: string): readonly UnusedRights[] {
    return unusedRights(this.#authority(role).caller, this.#uses(role));
  }

  #uses(role: string): readonly Use[] {
    return this.#ledger.uses().filter((use) => use.role === role);
  }

  #authority(role: string): Authority {
    const things = new Cloud(this.#cloud).all();
    return new Authority({ account: this.#setting("account"), role, things, ledger: this.#ledger });
  }

  /** The account has one bucket and one key of its own. */
  #store(things: readonly Thing[], stack: string): StateStore {
    const idOf = (type: string) => things.find((thing) => thing.type === type)?.id ?? "";
    return {
      bucket: `arn:aws:s3:::${idOf("aws:s3/bucket:Bucket")}`,
      key: `arn:aws:kms:${this.#setting("region")}:${this.#setting("account")}:key/${idOf("aws:kms/key:Key")}`,
      stack,
    };
  }

  #setting(name: string): string {
    const { root, stack } = this.#args;
    return configOf(root, stack)[`thoughts:${name}`] ?? "";
  }
}
