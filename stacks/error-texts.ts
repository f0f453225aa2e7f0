import { inspect, type InspectOptions } from "node:util";
import { leaveOutStacksOf } from "../components/base/stack-traces";

// Pulumi asks for the text of each error of a program in colours. Node 20 then takes apart the paths of packages, and does not
// come to an end at one that Pulumi's source maps make: `/node_modules/@pulumi/resource.ts`. It fills the memory for some 15
// seconds, until the text is too long.
Object.defineProperty(Error.prototype, inspect.custom, {
  configurable: true,
  value(this: Error, _: number, options: InspectOptions): string {
    return inspect(this, { ...options, colors: false, customInspect: false });
  },
});

// Pulumi prints the stack of a promise only for whoever looks for one that never ends.
// eslint-disable-next-line no-restricted-properties -- Pulumi's own variable, which is no setting of the program
if (process.env.PULUMI_DEBUG_PROMISE_LEAKS === undefined) {
  leaveOutStacksOf("debuggablePromise");
}
