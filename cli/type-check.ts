import { UserError } from "../engine/user-error";
import { checkTypesBeside } from "../stacks/type-check";
import { ROOT } from "./folders";

/**
 * Type-checks the program while the command does something else. The program refuses to run otherwise; here it is said
 * before anything is waited for, and as the command says things.
 * @throws {UserError} with what is wrong with it, to whoever waits for it
 */
export function checkProgram(): Promise<void> {
  const checked = checkTypesBeside(ROOT).then((complaint) => {
    if (complaint !== undefined) {
      throw new UserError(complaint);
    }
  });
  // A command that fails sooner, for another reason, does not wait for it.
  checked.catch(() => undefined);
  return checked;
}
