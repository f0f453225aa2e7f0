type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;

let quick: Prepare | undefined;

/**
 * Leaves out the stacks that some functions ask for, where nobody reads them. Pulumi's SDK takes one at each promise that it
 * follows, and finding the source of each of its lines takes a large part of a program's time. All other errors keep theirs.
 * @param functions names of those that ask
 */
export function leaveOutStacksOf(...functions: readonly string[]): void {
  const errors: { prepareStackTrace?: Prepare } = Error;
  const { prepareStackTrace: whole } = errors;
  if (whole === undefined || whole === quick) {
    return;
  }
  quick = (error, frames) => {
    const [first] = frames;
    return functions.includes(first?.getFunctionName() ?? "") ? "" : whole(error, frames);
  };
  errors.prepareStackTrace = quick;
}
