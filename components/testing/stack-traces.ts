/** Where Pulumi's SDK asks for a stack: at each promise that it follows, and at each resource. */
const ASKED_BY_PULUMI: ReadonlySet<string> = new Set(["debuggablePromise", "callsites"]);

type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;

let quick: Prepare | undefined;

/**
 * Leaves out the stacks that Pulumi asks for, which no test reads: finding the source of each of their lines takes most of the
 * time of a recorded program. All other errors keep theirs.
 */
export function leaveOutPulumiStacks(): void {
  const errors: { prepareStackTrace?: Prepare } = Error;
  const { prepareStackTrace: whole } = errors;
  if (whole === undefined || whole === quick) {
    return;
  }
  quick = (error, frames) => {
    const [first] = frames;
    return ASKED_BY_PULUMI.has(first?.getFunctionName() ?? "") ? "" : whole(error, frames);
  };
  errors.prepareStackTrace = quick;
  // As Node has it. Vitest asks for a hundred lines of each.
  Error.stackTraceLimit = 10;
}
