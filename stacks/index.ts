import { readConfig } from "./config";
import { environmentOf } from "./environments";
import { runProgram } from "./program";

// The entry of `pulumi up`: the stack's settings, checked as a whole, become an environment, and that becomes resources.
export const { namespace, urls, keysStep } = runProgram(environmentOf(readConfig()));
